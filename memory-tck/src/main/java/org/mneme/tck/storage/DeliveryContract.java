package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Delivery;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.Capability;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.DeliveryStore.Leased;
import org.mneme.tck.Concurrently;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Rule 11, second part: every delivery is handed to one worker at a time until it has ended, and what happened is kept. */
public interface DeliveryContract extends StorageFixture {

    @Rule("R11e")
    default void concurrentWorkersNeverLeaseTheSameDelivery() {
        try (Store store = fresh()) {
            List<Delivery> stored = stored(store, webhook(store, workspace()), 60);
            Instant at = store.clock().instant();
            DeliveryStore deliveries = store.storage().deliveries();

            assertExclusive(Concurrently.run(6, thread -> leaseAll(deliveries, thread, at)), stored);
        }
    }

    @Rule("R11e")
    default void workersOfSeveralServersNeverLeaseTheSameDelivery() {
        assumeTrue(storage().capabilities().contains(Capability.SHARED), "the storage does not declare SHARED");
        try (Store store = fresh()) {
            List<Delivery> stored = stored(store, webhook(store, workspace()), 60);
            Instant at = store.clock().instant();
            List<DeliveryStore> servers =
                    List.of(store.storage().deliveries(), store.another().deliveries());

            Delivery first = servers.get(1)
                    .lease(at, Samples.lease("first", at), 1, 1, Set.of())
                    .get(0)
                    .delivery();
            stored.remove(first);
            assertExclusive(Concurrently.run(6, thread -> leaseAll(servers.get(thread % 2), thread, at)), stored);
        }
    }

    private static List<String> leaseAll(DeliveryStore deliveries, int worker, Instant at) {
        List<String> ids = new ArrayList<>();
        List<Leased> leased = deliveries.lease(at, Samples.lease("w" + worker, at), 7, 1_000, Set.of());
        while (!leased.isEmpty()) {
            leased.forEach(each -> ids.add(each.delivery().id()));
            leased = deliveries.lease(at, Samples.lease("w" + worker, at), 7, 1_000, Set.of());
        }
        return ids;
    }

    private static void assertExclusive(List<List<String>> perWorker, List<Delivery> stored) {
        List<String> all = perWorker.stream().flatMap(List::stream).toList();
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        stored.stream().map(Delivery::id).toList());
    }

    @Rule("R11f")
    default void theLongestWaitingDeliveriesOfEnabledWebhooksAreLeasedWithinTheBounds() {
        try (Store store = fresh()) {
            DeliveryStore deliveries = store.storage().deliveries();
            Scope scope = workspace();
            Webhook busy = webhook(store, scope);
            Webhook calm = webhook(store, scope);
            Webhook excepted = webhook(store, workspace());
            Webhook disabled = webhook(store, scope);
            List<String> busyIds = ids(stored(store, busy, 5));
            store.clock().advance(Duration.ofSeconds(10));
            List<String> calmIds = ids(stored(store, calm, 2));
            stored(store, excepted, 2);
            stored(store, disabled, 2);
            store.storage().webhooks().failed(scope, disabled.id(), 1);
            Instant at = store.clock().instant();

            assertThat(leasedIds(deliveries, at, 3, 2, Set.of(excepted.id())))
                    .isEqualTo(List.of(busyIds.get(0), busyIds.get(1), calmIds.get(0)));
            assertThat(leasedIds(deliveries, at, 100, 100, Set.of(excepted.id())))
                    .isEqualTo(List.of(busyIds.get(2), busyIds.get(3), busyIds.get(4), calmIds.get(1)));
            assertThat(leasedIds(deliveries, at, 100, 100, Set.of(excepted.id())))
                    .as("all are leased")
                    .isEmpty();
            assertThat(leasedIds(deliveries, at, 100, 100, Set.of())).hasSize(2);
        }
    }

    private static List<String> leasedIds(
            DeliveryStore deliveries, Instant at, int limit, int perWebhook, Set<String> except) {
        return deliveries.lease(at, Samples.lease("w", at), limit, perWebhook, except).stream()
                .map(each -> each.delivery().id())
                .toList();
    }

    @Rule("R11g")
    default void anAttemptIsRecordedAndTheDeliveryWaitsForItsTime() {
        try (Store store = fresh()) {
            DeliveryStore deliveries = store.storage().deliveries();
            Webhook webhook = webhook(store, workspace());
            Scope scope = Scope.of(webhook.workspace());
            Delivery delivery = stored(store, webhook, 1).get(0);
            Instant at = store.clock().instant();
            Delivery.Attempt first = new Delivery.Attempt(at, Optional.of(503), 12, Optional.of("503 of the receiver"));
            Delivery.Attempt second = new Delivery.Attempt(at.plusSeconds(30), Optional.of(204), 7, Optional.empty());

            Leased leased = lease(store);
            assertThat(leased.delivery()).isEqualTo(delivery);
            assertThat(deliveries.attempted(leased, first, Delivery.State.PENDING, at.plusSeconds(30)))
                    .isTrue();
            assertThat(leasedIds(deliveries, at, 10, 10, Set.of())).isEmpty();
            store.clock().advance(Duration.ofSeconds(30));
            Leased again = lease(store);
            assertThat(again.delivery().attempts()).isEqualTo(1);
            assertThat(deliveries.attempted(again, second, Delivery.State.DELIVERED, at.plusSeconds(30)))
                    .isTrue();

            DeliveryStore.Logged logged = deliveries.get(scope, delivery.id()).orElseThrow();
            assertThat(logged.delivery().state()).isEqualTo(Delivery.State.DELIVERED);
            assertThat(logged.delivery().attempts()).isEqualTo(2);
            assertThat(logged.attempts()).containsExactly(first, second);
            store.clock().advance(Duration.ofDays(1));
            assertThat(leasedIds(deliveries, store.clock().instant(), 10, 10, Set.of()))
                    .as("what has ended is never leased")
                    .isEmpty();
        }
    }

    @Rule("R11h")
    default void aWorkerThatLostItsLeaseRecordsItsAttemptAndChangesNothing() {
        try (Store store = fresh()) {
            DeliveryStore deliveries = store.storage().deliveries();
            Webhook webhook = webhook(store, workspace());
            Delivery delivery = stored(store, webhook, 1).get(0);
            Instant at = store.clock().instant();
            Leased lost = lease(store);
            store.clock().advance(Duration.ofSeconds(11));
            Leased taken = lease(store);
            assertThat(taken.delivery().id()).isEqualTo(delivery.id());
            assertThat(taken.lease().token()).isGreaterThan(lost.lease().token());

            Delivery.Attempt attempt = new Delivery.Attempt(at, Optional.empty(), 9_000, Optional.of("no answer"));
            assertThat(deliveries.attempted(lost, attempt, Delivery.State.FAILED, at))
                    .isFalse();

            DeliveryStore.Logged logged =
                    deliveries.get(Scope.of(webhook.workspace()), delivery.id()).orElseThrow();
            assertThat(logged.delivery().state()).isEqualTo(Delivery.State.PENDING);
            assertThat(logged.attempts()).containsExactly(attempt);
            assertThat(deliveries.attempted(taken, attempt, Delivery.State.DELIVERED, at))
                    .isTrue();
        }
    }

    @Rule("R11i")
    default void deliveriesAreListedNewestFirstByWhatIsAsked() {
        try (Store store = fresh()) {
            DeliveryStore deliveries = store.storage().deliveries();
            Scope scope = workspace();
            Webhook one = webhook(store, scope);
            Webhook other = webhook(store, scope);
            List<String> early = ids(stored(store, one, 2));
            Instant later = store.clock().advance(Duration.ofMinutes(5));
            List<String> late = ids(stored(store, other, 1));
            end(store, early.get(0), Delivery.State.FAILED);

            assertThat(listed(deliveries, scope, query(null, null, null, 10)))
                    .containsExactly(late.get(0), early.get(1), early.get(0));
            assertThat(listed(deliveries, scope, query(null, null, null, 1))).isEqualTo(late);
            assertThat(listed(deliveries, scope, query(one.id(), null, null, 10)))
                    .containsExactly(early.get(1), early.get(0));
            assertThat(listed(deliveries, scope, query(null, Delivery.State.FAILED, null, 10)))
                    .containsExactly(early.get(0));
            assertThat(listed(deliveries, scope, query(null, null, later, 10))).isEqualTo(late);
            assertThat(listed(deliveries, workspace(), query(null, null, null, 10)))
                    .isEmpty();
            assertThat(deliveries.get(workspace(), late.get(0))).isEmpty();
            assertThat(deliveries.retry(workspace(), early.get(0))).isFalse();
        }
    }

    @Rule("R11j")
    default void endedDeliveriesAreRetriedByHandAndRemovedByAge() {
        try (Store store = fresh()) {
            DeliveryStore deliveries = store.storage().deliveries();
            Webhook webhook = webhook(store, workspace());
            Scope scope = Scope.of(webhook.workspace());
            List<String> ids = ids(stored(store, webhook, 3));
            end(store, ids.get(0), Delivery.State.FAILED);
            end(store, ids.get(1), Delivery.State.DELIVERED);

            assertThat(deliveries.retry(scope, query(null, Delivery.State.FAILED, null, 10)))
                    .isEqualTo(1);
            assertThat(deliveries.retry(scope, ids.get(1))).isTrue();
            assertThat(deliveries.retry(scope, "evt_unknown")).isFalse();
            assertThat(leasedIds(deliveries, store.clock().instant(), 10, 10, Set.of()))
                    .containsExactlyInAnyOrderElementsOf(ids);
            store.clock().advance(Duration.ofMinutes(1));
            end(store, ids.get(2), Delivery.State.DELIVERED);
            Instant between = store.clock().advance(Duration.ofHours(1));
            end(store, ids.get(1), Delivery.State.FAILED);

            assertThat(deliveries.removeEnded(between)).isEqualTo(1);
            assertThat(deliveries.get(scope, ids.get(2))).isEmpty();
            assertThat(deliveries.get(scope, ids.get(1))).isPresent();
            assertThat(deliveries.removeEnded(between.plusSeconds(60))).isEqualTo(1);
            assertThat(deliveries.get(scope, ids.get(0))).as("still pending").isPresent();
        }
    }

    private static Leased lease(Store store) {
        Instant at = store.clock().instant();
        return store.storage()
                .deliveries()
                .lease(at, Samples.lease("w", at), 1, 1, Set.of())
                .get(0);
    }

    private static void end(Store store, String id, Delivery.State state) {
        store.clock().advance(Duration.ofSeconds(11));
        Instant at = store.clock().instant();
        Leased leased = store.storage().deliveries().lease(at, Samples.lease("w", at), 100, 100, Set.of()).stream()
                .filter(each -> each.delivery().id().equals(id))
                .findFirst()
                .orElseThrow();
        Delivery.Attempt attempt = new Delivery.Attempt(at, Optional.of(200), 1, Optional.empty());
        assertThat(store.storage().deliveries().attempted(leased, attempt, state, at))
                .isTrue();
        // the leases of the others end too
        store.clock().advance(Duration.ofSeconds(11));
    }

    private static DeliveryStore.Query query(String webhook, Delivery.State state, Instant since, int limit) {
        return new DeliveryStore.Query(
                Optional.ofNullable(webhook), Optional.ofNullable(state), Optional.ofNullable(since), limit);
    }

    private static List<String> listed(DeliveryStore deliveries, Scope scope, DeliveryStore.Query query) {
        return ids(deliveries.list(scope, query).stream()
                .map(DeliveryStore.Logged::delivery)
                .toList());
    }

    private static List<String> ids(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::id).toList();
    }

    private static Webhook webhook(Store store, Scope scope) {
        Webhook webhook = Samples.webhook(scope, store.clock().instant());
        store.storage().webhooks().insert(scope, webhook);
        return webhook;
    }

    /** Store memories that cause a delivery each, a millisecond apart. */
    private static List<Delivery> stored(Store store, Webhook webhook, int count) {
        Scope scope = Scope.of(webhook.workspace());
        TestVectors vectors = Samples.vectors(810);
        List<Delivery> stored = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Memory memory = Samples.memory(scope, "told " + i, store.clock().advance(Duration.ofMillis(1)));
            Delivery delivery = Samples.delivery(webhook, memory);
            store.storage().memories().write(scope, List.of(Samples.write(memory, vectors.next(), delivery)));
            stored.add(delivery);
        }
        return stored;
    }
}
