package org.mneme.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mneme.spi.storage.AgentStore;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.WebhookStore;
import org.mneme.spi.storage.WorkspaceStore;

class ReadOnlyGateTest {

    /** Reads, what a worker puts down, what is counted, and what serves the whole server. */
    private static final Map<Class<?>, Set<String>> LET_THROUGH = Map.of(
            MemoryStore.class, Set.of("get", "list", "count", "search", "export", "versions", "deleteExpired"),
            EmbeddingSpaces.class, Set.of("active", "activate", "missing", "coverage", "discard"),
            WorkspaceStore.class,
                    Set.of(
                            "create",
                            "get",
                            "list",
                            "keyByHash",
                            "keys",
                            "touchKeys",
                            "addUsage",
                            "usage",
                            "hasProject"),
            JobStore.class,
                    Set.of(
                            "get",
                            "belongsToAnother",
                            "pending",
                            "due",
                            "lease",
                            "renew",
                            "checkpoint",
                            "succeed",
                            "retry",
                            "fail",
                            "list",
                            "counts",
                            "removeEnded"),
            WebhookStore.class, Set.of("get", "list", "revision", "succeeded", "failed"),
            DeliveryStore.class, Set.of("lease", "attempted", "list", "get", "removeEnded"),
            AgentStore.class, Set.of("events", "handoff", "handoffs"),
            IdempotencyStore.class, Set.of("complete", "release", "removeExpired"));

    @Test
    void everyCallOfEveryStoreIsEitherRefusedOrLetThrough() {
        assertThat(ReadOnlyGate.REFUSED.keySet()).isEqualTo(LET_THROUGH.keySet());
        LET_THROUGH.forEach((store, through) -> {
            Set<String> known = new TreeSet<>(through);
            known.addAll(ReadOnlyGate.REFUSED.get(store));
            assertThat(Arrays.stream(store.getMethods()).map(Method::getName).collect(Collectors.toSet()))
                    .as(store.getSimpleName())
                    .isEqualTo(known);
            assertThat(through).as(store.getSimpleName()).doesNotContainAnyElementsOf(ReadOnlyGate.REFUSED.get(store));
        });
    }
}
