package org.mneme.storage.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.Delivery;
import org.mneme.api.Scope;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.Lease;
import org.mneme.tck.Concurrently;
import org.mneme.tck.TckContext;

/**
 * Measure leasing among 100,000 rows that have ended and 10,000 that are due: {@code -Dmneme.bench=true}, with {@code
 * -Dmneme.bench.url=jdbc:postgresql:…} on a PostgreSQL.
 */
@EnabledIfSystemProperty(named = "mneme.bench", matches = "true")
class LeaseSpeedTest {

    private static final int ENDED = 100_000;
    private static final int DUE = 10_000;
    private static final int WORKSPACES = 20;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    @TempDir
    Path directory;

    @Test
    void leasingDoesNotSlowDownWithTheRows() throws Exception {
        JpaStorageProvider provider = new JpaStorageProvider();
        Map<String, String> options = System.getProperty("mneme.bench.url") == null
                ? Map.of()
                : Map.of(
                        "url",
                        System.getProperty("mneme.bench.url"),
                        "user",
                        System.getProperty("mneme.bench.user", "postgres"));
        TckContext context = TckContext.of(provider, options, Clock.fixed(NOW, ZoneOffset.UTC), directory);
        fill(JpaOptions.of(context));
        try (JpaStorage storage = JpaStorage.open(JpaOptions.of(context), context.clock(), directory)) {
            JobStore jobs = storage.jobs();
            report("due(20 workspaces)", 1, 50, () -> jobs.due(Set.of("ingest"), NOW, 100));
            report("job lease, one worker", 1, 100, () -> lease(jobs, 0));
            report("job lease + succeed, 8 workers", 8, 60, () -> {
                Optional<JobStore.Leased> leased =
                        lease(jobs, Thread.currentThread().hashCode());
                return jobs.succeed(leased.orElseThrow(), Map.of());
            });
            report("pending(workspace)", 1, 50, () -> jobs.pending(Scope.of("ws_0")));
            report("counts()", 1, 20, jobs::counts);
            report("list(50)", 1, 20, () -> jobs.list(Optional.empty(), 50));
            DeliveryStore deliveries = storage.deliveries();
            report("delivery lease of 20, one worker", 1, 30, () -> lease(deliveries));
            report("delivery lease of 20 + attempted, 4 workers", 4, 8, () -> {
                for (DeliveryStore.Leased each : lease(deliveries)) {
                    Delivery.Attempt attempt = new Delivery.Attempt(NOW, Optional.of(200), 5, Optional.empty());
                    assertThat(deliveries.attempted(each, attempt, Delivery.State.DELIVERED, NOW))
                            .isTrue();
                }
                return null;
            });
            report(
                    "nothing due",
                    1,
                    50,
                    () -> deliveries.lease(
                            NOW.minus(Duration.ofDays(9)), new Lease("w", 0, NOW.plusSeconds(600)), 20, 20, Set.of()));
            long start = System.nanoTime();
            int removed =
                    jobs.removeEnded(NOW.plusSeconds(1)) + storage.deliveries().removeEnded(NOW.plusSeconds(1));
            System.out.printf("removed %,d ended rows in %,d ms%n", removed, (System.nanoTime() - start) / 1_000_000);
        }
    }

    private static Optional<JobStore.Leased> lease(JobStore jobs, int worker) {
        Lease lease = new Lease("w" + worker, 0, NOW.plusSeconds(600));
        return jobs.lease(Scope.of("ws_" + Math.floorMod(worker, WORKSPACES)), Set.of("ingest", "forget"), NOW, lease);
    }

    private static List<DeliveryStore.Leased> lease(DeliveryStore deliveries) {
        return deliveries.lease(NOW, new Lease("w", 0, NOW.plusSeconds(600)), 20, 20, Set.of());
    }

    /** Print wall time, and the processor time of the calling threads: the one that counts on a busy machine. */
    private static void report(String what, int threads, int times, Callable<?> work) {
        long start = System.nanoTime();
        List<long[]> spent = Collections.synchronizedList(new ArrayList<>());
        Concurrently.run(threads, thread -> {
            for (int i = 0; i < times; i++) {
                long began = System.nanoTime();
                long cpu = CPU.getCurrentThreadCpuTime();
                try {
                    work.call();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                spent.add(new long[] {(System.nanoTime() - began) / 1_000, (CPU.getCurrentThreadCpuTime() - cpu) / 1_000
                });
            }
            return null;
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%-46s p50 %,7d us  p99 %,7d us  cpu p50 %,6d us  %,7.0f/s%n",
                what, rank(spent, 0, 0.5), rank(spent, 0, 0.99), rank(spent, 1, 0.5), spent.size() / seconds);
    }

    private static long rank(List<long[]> spent, int column, double quantile) {
        long[] sorted = spent.stream().mapToLong(each -> each[column]).sorted().toArray();
        return sorted[(int) (sorted.length * quantile)];
    }

    private void fill(JpaOptions options) throws SQLException {
        try (JpaDatabase database = JpaDatabase.open(options, directory)) {
            for (int part = 0; part < 11; part++) {
                int from = part * 10_000;
                database.transactions().write(tx -> {
                    insertJobs(tx, from, from + 10_000);
                    insertDeliveries(tx, from, from + 10_000);
                    return null;
                });
            }
            database.transactions().write(tx -> {
                try (PreparedStatement webhook = tx.jdbc()
                        .prepareStatement(
                                "insert into webhook (workspace, id, name, notifier, url, event, enabled,"
                                        + " consecutive_failures, secret, version, created_at, updated_at) values"
                                        + " (?, ?, 'n', 'webhook', 'https://example.org', 'MEMORY_CREATED', true, 0, 's', 1, 0, 0)")) {
                    for (int i = 0; i < WORKSPACES * 5; i++) {
                        webhook.setString(1, "ws_" + i % WORKSPACES);
                        webhook.setString(2, "wh_" + i);
                        webhook.addBatch();
                    }
                    webhook.executeBatch();
                }
                return null;
            });
        }
    }

    private static void insertJobs(Tx tx, int from, int until) throws SQLException {
        try (PreparedStatement job = tx.jdbc()
                .prepareStatement(
                        "insert into job (workspace, id, kind, payload, state, attempts, progress, checkpoint,"
                                + " result, created_at, updated_at, not_before, due_at, lease_token)"
                                + " values (?, ?, 'ingest', '{}', ?, 0, 0, '{}', '{}', ?, ?, ?, ?, 0)")) {
            for (int i = from; i < until; i++) {
                long at = NOW.toEpochMilli() - (ENDED + DUE) + i;
                job.setString(1, "ws_" + i % WORKSPACES);
                job.setString(2, "job_%08d".formatted(i));
                job.setString(3, i < ENDED ? "SUCCEEDED" : "PENDING");
                job.setLong(4, at);
                job.setLong(5, at);
                job.setLong(6, at);
                job.setLong(7, i < ENDED ? Long.MAX_VALUE : at);
                job.addBatch();
            }
            job.executeBatch();
        }
    }

    private static void insertDeliveries(Tx tx, int from, int until) throws SQLException {
        try (PreparedStatement delivery = tx.jdbc()
                .prepareStatement(
                        "insert into delivery (workspace, id, webhook, memory_id, event, body, state, attempts,"
                                + " not_before, created_at, updated_at, due_at, lease_token)"
                                + " values (?, ?, ?, 'mem_1', 'memory.created', '{}', ?, 0, ?, ?, ?, ?, 0)")) {
            for (int i = from; i < until; i++) {
                long at = NOW.toEpochMilli() - (ENDED + DUE) + i;
                int webhook = i % (WORKSPACES * 5);
                delivery.setString(1, "ws_" + webhook % WORKSPACES);
                delivery.setString(2, "evt_%08d".formatted(i));
                delivery.setString(3, "wh_" + webhook);
                delivery.setString(4, i < ENDED ? "DELIVERED" : "PENDING");
                delivery.setLong(5, at);
                delivery.setLong(6, at);
                delivery.setLong(7, at);
                delivery.setLong(8, i < ENDED ? Long.MAX_VALUE : at);
                delivery.addBatch();
            }
            delivery.executeBatch();
        }
    }
}
