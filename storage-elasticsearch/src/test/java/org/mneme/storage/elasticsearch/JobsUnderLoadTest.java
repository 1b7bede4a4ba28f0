package org.mneme.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mneme.api.Attribute;
import org.mneme.api.Ids;
import org.mneme.api.Job;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.Lease;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.storage.StorageUnderTest;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/**
 * Add jobs, read what they will write, and do them, all at once: an accepted job shows in the next read, on every server, and
 * is done once.
 *
 * <p>{@code -Dmneme.test.elasticsearch.jobs} says how many jobs; the log says how many went through in a second, and what the
 * node had to do for that.
 */
class JobsUnderLoadTest {

    private static final String SIZE = "mneme.test.elasticsearch.jobs";
    private static final int JOBS = Integer.getInteger(SIZE, 100);
    private static final int WORKERS = 2;
    private static final String KIND = "ingest";
    private static final Logger LOG = Logger.getLogger(JobsUnderLoadTest.class.getName());

    private final String prefix = "tck-jobs-" + Cluster.random().substring(0, 8);
    private final Scope workspace = Scope.of("busy");
    private final Queue<String> done = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicBoolean failed = new AtomicBoolean();

    @TempDir
    private Path directory;

    /** How many write, to how many servers: more ways where figures are asked for. */
    static Stream<Arguments> loads() {
        Stream<Arguments> figures = Stream.of(arguments(1, 1), arguments(4, 1), arguments(16, 1));
        return Stream.concat(Integer.getInteger(SIZE) == null ? Stream.empty() : figures, Stream.of(arguments(4, 2)));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void anAcceptedJobShowsInTheNextReadOfAnyServerAndIsDoneOnce(int writers, int servers) throws Exception {
        List<Storage> storages = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < servers; i++) {
                storages.add(opened());
            }
            JsonNode before = stats();
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                int writer = i;
                running.add(threads.submit(() -> guarded(() -> write(storages, writer))));
            }
            for (Storage storage : storages) {
                for (int i = 0; i < WORKERS; i++) {
                    String owner = "worker-" + running.size();
                    running.add(threads.submit(() -> guarded(() -> work(storage.jobs(), owner))));
                }
            }
            for (Future<?> each : running) {
                each.get(5, TimeUnit.MINUTES);
            }
            report(writers, servers, System.nanoTime() - start, before);
            assertThat(done).doesNotHaveDuplicates().hasSize(JOBS);
            for (Storage storage : storages) {
                assertThat(storage.jobs().counts()).containsEntry(Job.State.SUCCEEDED, (long) JOBS);
                assertThat(storage.jobs().pending(workspace)).isEmpty();
            }
        } finally {
            threads.shutdownNow();
            storages.forEach(Storage::close);
            try (RestClient client = IndexStats.client()) {
                for (JsonNode each : IndexStats.json(client, "GET", "/_cat/indices/" + prefix + "*?format=json")) {
                    IndexStats.json(client, "DELETE", "/" + each.path("index").asText());
                }
            }
        }
    }

    private Storage opened() {
        Map<String, String> options =
                Map.of("hosts", ElasticsearchNode.uris(), "index-prefix", prefix, "shards", "1", "replicas", "0");
        return StorageUnderTest.of(new ElasticsearchStorageProvider(), store -> options)
                .open(prefix, Clock.systemUTC(), directory);
    }

    private void guarded(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error e) {
            failed.set(true);
            throw e;
        }
    }

    private void write(List<Storage> storages, int writer) {
        for (int n = number.getAndIncrement(); n < JOBS && !failed.get(); n = number.getAndIncrement()) {
            // a new session now and then, so that the answers stay small
            Scope session = workspace.with(Attribute.SESSION, writer + "-" + n / 25);
            Instant now = Instant.now();
            String id = Ids.nextJob(now);
            PendingMemory pending = new PendingMemory(id, 0, session, "Job number " + n + ".", Map.of(), now);
            Job job = Job.accepted(id, session, KIND, Map.of("n", n), List.of(pending), now);
            assertThat(storages.get(n % storages.size())
                            .jobs()
                            .enqueue(session, job, false)
                            .accepted())
                    .isTrue();
            JobStore elsewhere = storages.get((n + 1) % storages.size()).jobs();
            boolean shown = elsewhere.pending(session).stream()
                    .anyMatch(each -> each.job().equals(id));
            assertThat(shown || elsewhere.get(session, id).orElseThrow().state().ended())
                    .as("job %d is shown or done", n)
                    .isTrue();
        }
    }

    private void work(JobStore jobs, String owner) {
        while (done.size() < JOBS && !failed.get()) {
            Instant now = Instant.now();
            List<String> due = jobs.due(Set.of(KIND), now, 10);
            Optional<JobStore.Leased> leased = due.isEmpty()
                    ? Optional.empty()
                    : jobs.lease(workspace, Set.of(KIND), now, new Lease(owner, 0, now.plusSeconds(30)));
            leased.ifPresentOrElse(
                    each -> {
                        assertThat(jobs.succeed(each, Map.of())).isTrue();
                        done.add(each.job().id());
                    },
                    () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)));
        }
    }

    private void report(int writers, int servers, long nanos, JsonNode before) {
        JsonNode after = stats();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%d writers, %d servers: %.0f jobs/s", writers, servers, JOBS / (nanos / 1e9)));
        text.append(spent("refresh", before, after, "/refresh/total", "/refresh/total_time_in_millis"))
                .append(spent("search", before, after, "/search/query_total", "/search/query_time_in_millis"))
                .append(spent("get", before, after, "/get/total", "/get/time_in_millis"))
                .append(spent("write", before, after, "/bulk/total_operations", "/bulk/total_time_in_millis"))
                .append(spent("merge", before, after, "/merges/total", "/merges/total_time_in_millis"));
        LOG.info(text.toString());
    }

    private static String spent(String what, JsonNode before, JsonNode after, String count, String millis) {
        double times = after.at(count).asDouble() - before.at(count).asDouble();
        double time = after.at(millis).asDouble() - before.at(millis).asDouble();
        return String.format(Locale.ROOT, "; %s %.1f per job, %.1f ms each", what, times / JOBS, time / times);
    }

    private JsonNode stats() {
        return IndexStats.of(prefix).at("/_all/total");
    }
}
