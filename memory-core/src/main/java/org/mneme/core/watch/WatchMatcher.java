package org.mneme.core.watch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Ids;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.core.webhook.EventBody;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.WebhookStore;

/**
 * Plan deliveries by comparing a memory, with the vectors it is stored with anyway, to the webhooks of its workspace.
 *
 * <p>The webhooks are kept in memory and asked for again when the storage's revision says that one has changed, here or on
 * another server: a webhook registered before a memory is stored is never missed. Safe for several threads.
 */
public final class WatchMatcher implements DeliveryPlanner {

    private static final int WORKSPACES = 10_000;

    /** Holds what is known of one workspace, so that several stores at once learn of a change only once. */
    private static final class Workspace {
        private volatile Watches watches;
    }

    private final WebhookStore store;
    private final Supplier<EmbeddingSpaces.Space> model;
    private final BiFunction<String, EmbeddingSpaces.Space, Embedding> embed;
    private final Runnable wake;
    private final Clock clock;
    private final Cache<String, Workspace> workspaces =
            Caffeine.newBuilder().maximumSize(WORKSPACES).build();

    /**
     * Plan for the webhooks of a store.
     *
     * @param model returns the model in use
     * @param embed makes the vector of a watched query by the model of the memory it is compared with
     * @param wake tells the delivery workers that something was stored
     */
    public WatchMatcher(
            WebhookStore store,
            Supplier<EmbeddingSpaces.Space> model,
            BiFunction<String, EmbeddingSpaces.Space, Embedding> embed,
            Runnable wake,
            Clock clock) {
        this.store = store;
        this.model = model;
        this.embed = embed;
        this.wake = wake;
        this.clock = clock;
    }

    /** Embed what a workspace watches for ahead of its next memory. */
    public void prepare(Scope workspace) {
        present(workspace, model.get());
    }

    @Override
    public List<Delivery> plan(Memory memory, Embedding embedding) {
        EmbeddingSpaces.Space space = new EmbeddingSpaces.Space(embedding.model(), embedding.dimension());
        List<Watches.Match> matches = present(memory.scope(), space).matching(memory, embedding);
        if (matches.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return matches.stream().map(match -> delivery(match, memory, now)).toList();
    }

    private Watches present(Scope scope, EmbeddingSpaces.Space space) {
        Scope workspace = Scope.of(scope.workspace());
        Workspace kept = workspaces.get(scope.workspace(), id -> new Workspace());
        // read before the list: what changes in between is noticed the next time
        long revision = store.revision(workspace);
        Watches watches = kept.watches;
        if (watches != null && watches.isOf(revision, space)) {
            return watches;
        }
        synchronized (kept) {
            if (kept.watches == null || !kept.watches.isOf(revision, space)) {
                kept.watches = Watches.of(
                        store.list(workspace),
                        revision,
                        space,
                        Optional.ofNullable(kept.watches),
                        query -> embed.apply(query, space));
            }
            return kept.watches;
        }
    }

    private static Delivery delivery(Watches.Match match, Memory memory, Instant now) {
        Webhook webhook = match.webhook();
        String body = match.score()
                .map(score -> EventBody.watched(webhook, memory, now, score))
                .orElseGet(() -> EventBody.created(webhook, memory, now));
        return Delivery.pending(Ids.next("evt_", now), webhook, memory.id(), body, now);
    }

    @Override
    public void stored() {
        wake.run();
    }
}
