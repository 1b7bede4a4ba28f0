package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mneme.api.Delivery;
import org.mneme.api.Ids;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.WebhookStore;
import org.mneme.tck.Concurrently;
import org.mneme.tck.Rule;

/** Rule 11, first part: webhooks belong to their workspace, change by version, and are disabled once. */
public interface WebhookContract extends StorageFixture {

    /** Return the shared store's webhooks. */
    default WebhookStore webhooks() {
        return storage().webhooks();
    }

    @Rule("R11a")
    default void aWebhookIsStoredAsItIsAndShownToItsWorkspaceOnly() {
        Scope scope = workspace();
        Webhook older = full(scope, now());
        Webhook newer = Samples.webhook(scope, now().plusSeconds(1));
        webhooks().insert(scope, newer);
        webhooks().insert(scope, older);

        assertThat(webhooks().list(scope)).containsExactly(older, newer);
        assertThat(webhooks().get(scope, older.id())).contains(older);
        Scope other = workspace();
        assertThat(webhooks().get(other, older.id())).isEmpty();
        assertThat(webhooks().list(other)).isEmpty();
        assertThat(webhooks().update(other, older)).isEmpty();
        assertThat(webhooks().failed(other, older.id(), 1)).isEmpty();
        assertThat(webhooks().delete(other, older.id())).isFalse();
        webhooks().succeeded(other, older.id());
        assertThat(webhooks().get(scope, older.id())).contains(older);
    }

    private static Webhook full(Scope scope, Instant at) {
        return Webhook.builder(Ids.next("wh_", at), scope.workspace(), at)
                .name("Ünï – \"name\"")
                .notifier("webhook")
                .url("https://example.org/hook?a=b&c=" + "d".repeat(900))
                .event(Webhook.Event.MEMORY_WATCH)
                .namespace("customer:alice")
                .watch(new Webhook.Watch("wants to cancel", 0.75))
                .consecutiveFailures(2)
                .secret("encrypted")
                .previousSecret(new Webhook.PreviousSecret("encrypted before", at.plusSeconds(3_600)))
                .build();
    }

    @Rule("R11b")
    default void aWebhookChangesByVersionAndEveryChangeShowsInTheRevision() {
        Scope scope = workspace();
        Set<Long> revisions = new HashSet<>();
        revisions.add(webhooks().revision(scope));
        Webhook webhook = Samples.webhook(scope, now());
        webhooks().insert(scope, webhook);
        assertThat(revisions.add(webhooks().revision(scope))).as("inserted").isTrue();
        assertThat(revisions.add(webhooks().revision(scope)))
                .as("nothing changed")
                .isFalse();

        Webhook renamed = webhook.toBuilder().name("another name").build();
        Webhook updated = webhooks().update(scope, renamed).orElseThrow();
        assertThat(updated).isEqualTo(renamed.toBuilder().version(2).build());
        assertThat(webhooks().get(scope, webhook.id())).contains(updated);
        assertThat(revisions.add(webhooks().revision(scope))).as("updated").isTrue();
        assertThatThrownBy(() -> webhooks().update(scope, renamed))
                .isInstanceOfSatisfying(
                        MemoryException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(MemoryException.Kind.CONFLICT));

        webhooks().failed(scope, webhook.id(), 1);
        assertThat(revisions.add(webhooks().revision(scope))).as("disabled").isTrue();
        assertThat(webhooks().delete(scope, webhook.id())).isTrue();
        assertThat(revisions.add(webhooks().revision(scope))).as("deleted").isTrue();
        assertThat(webhooks().delete(scope, webhook.id())).isFalse();
        assertThat(webhooks().update(scope, renamed)).isEmpty();
    }

    @Rule("R11c")
    default void aWebhookIsDisabledByItsLastFailureInARowExactlyOnce() {
        Scope scope = workspace();
        Webhook webhook = Samples.webhook(scope, now());
        webhooks().insert(scope, webhook);
        webhooks().failed(scope, webhook.id(), 5);
        webhooks().succeeded(scope, webhook.id());
        assertThat(webhooks().get(scope, webhook.id()).orElseThrow().consecutiveFailures())
                .as("a success ends the row")
                .isZero();

        List<Webhook> after = Concurrently.run(
                8, thread -> webhooks().failed(scope, webhook.id(), 5).orElseThrow());

        assertThat(after).extracting(Webhook::consecutiveFailures).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(after).allSatisfy(each -> assertThat(each.enabled()).isEqualTo(each.consecutiveFailures() < 5));
        Webhook disabled = webhooks().get(scope, webhook.id()).orElseThrow();
        webhooks().update(scope, disabled.toBuilder().enabled(true).build());
        assertThat(webhooks().failed(scope, webhook.id(), 5).orElseThrow().enabled())
                .as("enabled by hand, not disabled again by the ninth")
                .isTrue();
    }

    @Rule("R11d")
    default void aDeletedWebhookTakesItsDeliveriesAndHindersNoWrite() {
        Scope scope = workspace();
        Webhook webhook = Samples.webhook(scope, now());
        webhooks().insert(scope, webhook);
        List<Delivery> deliveries = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Memory memory = Samples.memory(scope, "told " + i, now());
            deliveries.add(Samples.delivery(webhook, memory));
            memories()
                    .write(
                            scope,
                            List.of(Samples.write(memory, Samples.vectors(800).next(), deliveries.get(i))));
        }

        assertThat(webhooks().delete(scope, webhook.id())).isTrue();

        for (Delivery delivery : deliveries) {
            assertThat(storage().deliveries().get(scope, delivery.id())).isEmpty();
        }
        Memory planned = Samples.memory(scope, "planned before the deletion", now());
        memories()
                .write(
                        scope,
                        List.of(Samples.write(
                                planned, Samples.vectors(801).next(), Samples.delivery(webhook, planned))));
        assertThat(memories().get(scope, planned.id())).isPresent();
    }
}
