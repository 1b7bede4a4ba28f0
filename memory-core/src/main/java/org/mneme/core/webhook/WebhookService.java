package org.mneme.core.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.mneme.api.Attribute;
import org.mneme.api.Ids;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.core.embedding.Embedder;
import org.mneme.core.secret.SecretBox;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.storage.WebhookStore;

/** Register, change, test and delete webhooks. Safe for several threads. */
public final class WebhookService {

    /**
     * A webhook at a moment when its secret is shown: when it is registered or gets a new one.
     *
     * @param webhook as it is stored
     * @param secret the signing secret in clear
     */
    public record Issued(Webhook webhook, String secret) {
        @Override
        public String toString() {
            return "Issued[webhook=" + webhook.id() + "]";
        }
    }

    private static final int TRIES = 5;

    private final WebhookStore store;
    private final EventSender sender;
    private final SecretBox secrets;
    private final Embedder embedder;
    private final WebhookOptions options;
    private final Consumer<String> enabled;
    private final Clock clock;

    /**
     * Serve webhooks.
     *
     * @param enabled is told the id of each webhook that was enabled, so that what waits for it goes out
     */
    public WebhookService(
            WebhookStore store,
            EventSender sender,
            SecretBox secrets,
            Embedder embedder,
            WebhookOptions options,
            Consumer<String> enabled,
            Clock clock) {
        this.store = store;
        this.sender = sender;
        this.secrets = secrets;
        this.embedder = embedder;
        this.options = options;
        this.enabled = enabled;
        this.clock = clock;
    }

    /**
     * Register a webhook; memories stored after this returns are told to it.
     *
     * @throws MemoryException of kind {@code INVALID}, naming the field in the words of the wire; {@code CONFLICT} if the
     *     workspace has as many as it may
     */
    public Issued register(Scope scope, NewWebhook asked) {
        String name = WebhookFields.name(asked.name());
        Webhook.Event event = WebhookFields.event(asked.event());
        Optional<Webhook.Watch> watch = WebhookFields.watch(event, asked.watchQuery(), asked.watchThreshold());
        Optional<String> namespace = WebhookFields.namespace(asked.namespace());
        String secret = WebhookFields.secret(asked.secret());
        String notifier = checked(asked.url());
        requireRoom(scope);
        // a watch that cannot be embedded is refused here, not found out with the next memory
        watch.ifPresent(wanted -> embedder.query(wanted.query()));
        Instant now = now();
        String id = Ids.next("wh_", now);
        Webhook webhook = Webhook.builder(id, scope.workspace(), now)
                .name(name)
                .notifier(notifier)
                .url(asked.url())
                .event(event)
                .namespace(namespace.orElse(null))
                .watch(watch.orElse(null))
                .secret(secrets.seal(secret, id))
                .build();
        store.insert(scope, webhook);
        return new Issued(webhook, secret);
    }

    private String checked(String url) {
        String notifier = options.notifierFor(url, sender::isAdded)
                .orElseThrow(() -> MemoryException.invalid(
                        "url",
                        "url must begin with one of: "
                                + String.join(
                                        ", ",
                                        options.channels().keySet().stream()
                                                .sorted()
                                                .map(scheme -> scheme + ":")
                                                .toList())));
        sender.check(notifier, url);
        return notifier;
    }

    private void requireRoom(Scope scope) {
        if (store.list(scope).size() >= options.maxPerWorkspace()) {
            throw MemoryException.conflict(
                    "too_many_webhooks",
                    "This workspace has " + options.maxPerWorkspace() + " webhooks, as many as it may have.");
        }
    }

    /** Return the webhooks of a workspace, oldest first. */
    public List<Webhook> list(Scope scope) {
        return store.list(scope);
    }

    /**
     * Return a webhook.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if the workspace has none with this id
     */
    public Webhook get(Scope scope, String id) {
        return store.get(scope, id).orElseThrow(() -> notFound(id));
    }

    private static MemoryException notFound(String id) {
        return MemoryException.notFound("webhook", "There is no webhook with the id " + id + " in this workspace.");
    }

    /**
     * Change a webhook. Enabling it, even one that is enabled, forgets its failures.
     *
     * @throws MemoryException of kind {@code INVALID} or {@code NOT_FOUND}
     */
    public Webhook update(Scope scope, String id, WebhookChange change) {
        Webhook present = get(scope, id);
        change.name().ifPresent(WebhookFields::name);
        Optional<String> notifier = change.url().map(this::checked);
        WebhookFields.changed(present.watch(), change.watchQuery(), change.watchThreshold())
                .filter(watch -> !Optional.of(watch).equals(present.watch()))
                .ifPresent(watch -> embedder.query(watch.query()));
        Webhook changed = changing(scope, id, webhook -> applied(webhook, change, notifier));
        if (change.enabled().orElse(false)) {
            enabled.accept(id);
        }
        return changed;
    }

    private Webhook applied(Webhook present, WebhookChange change, Optional<String> notifier) {
        boolean reset = change.enabled().orElse(false);
        return present.toBuilder()
                .name(change.name().orElse(present.name()))
                .notifier(notifier.orElse(present.notifier()))
                .url(change.url().orElse(present.url()))
                .watch(WebhookFields.changed(present.watch(), change.watchQuery(), change.watchThreshold())
                        .orElse(null))
                .enabled(change.enabled().orElse(present.enabled()))
                .consecutiveFailures(reset ? 0 : present.consecutiveFailures())
                .updatedAt(now())
                .build();
    }

    /**
     * Give a webhook a new secret; for a time the former one signs too, so that receivers can change over.
     *
     * @param secret the new one; empty to have one made
     * @param overlap how long the former one still signs; empty for the configured time
     */
    public Issued rotateSecret(Scope scope, String id, Optional<String> secret, Optional<Duration> overlap) {
        String next = WebhookFields.secret(secret);
        Duration both = overlap.orElse(options.rotationOverlap());
        if (both.isNegative()) {
            throw MemoryException.invalid("overlap_seconds", "overlap_seconds must not be negative");
        }
        Webhook changed = changing(
                scope,
                id,
                present -> present.toBuilder()
                        .secret(secrets.seal(next, id))
                        .previousSecret(new Webhook.PreviousSecret(present.secret(), now().plus(both)))
                        .updatedAt(now())
                        .build());
        return new Issued(changed, next);
    }

    /** Encrypt with the present key what an earlier one encrypted, and return how many webhooks that changed. */
    public int resealSecrets(Scope workspace) {
        int resealed = 0;
        for (Webhook webhook : store.list(workspace)) {
            if (isOutdated(webhook)) {
                changing(workspace, webhook.id(), this::resealed);
                resealed++;
            }
        }
        return resealed;
    }

    private boolean isOutdated(Webhook webhook) {
        return secrets.isOutdated(webhook.secret())
                || webhook.previousSecret()
                        .filter(previous -> secrets.isOutdated(previous.secret()))
                        .isPresent();
    }

    private Webhook resealed(Webhook webhook) {
        return webhook.toBuilder()
                .secret(again(webhook.secret(), webhook.id()))
                .previousSecret(webhook.previousSecret()
                        .map(previous ->
                                new Webhook.PreviousSecret(again(previous.secret(), webhook.id()), previous.until()))
                        .orElse(null))
                .build();
    }

    private String again(String secret, String owner) {
        return secrets.seal(secrets.open(secret, owner), owner);
    }

    private Webhook changing(Scope scope, String id, UnaryOperator<Webhook> change) {
        for (int attempt = 1; ; attempt++) {
            try {
                return store.update(scope, change.apply(get(scope, id))).orElseThrow(() -> notFound(id));
            } catch (MemoryException e) {
                // a delivery counted a failure in between, or another caller changed it
                if (e.kind() != MemoryException.Kind.CONFLICT || attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    /**
     * Delete a webhook and everything that waits for it; an attempt that has begun is not called back.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if the workspace has none with this id
     */
    public void delete(Scope scope, String id) {
        if (!store.delete(scope, id)) {
            throw notFound(id);
        }
    }

    /** Send a made-up event now, once, whether or not the webhook is enabled; nothing is counted or kept. */
    public DeliveryResult test(Scope scope, String id) {
        Webhook webhook = get(scope, id);
        Instant now = now();
        Scope place = scope.without(Attribute.NAMESPACE)
                .with(Attribute.NAMESPACE, webhook.namespace().orElse("test"));
        Memory memory = Memory.builder(Ids.next("mem_", now), place, "This is a test of your webhook.", now)
                .build();
        String word = Webhook.Event.MEMORY_CREATED.word();
        return sender.send(webhook, Ids.next("evt_", now), word, EventBody.created(webhook, memory, now));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
