package org.mneme.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Search;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.TckContext;
import org.mneme.tck.TestVectors;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/**
 * Copy memories with vectors of 384 dimensions to a new generation beside a writer, and say how fast that goes, for how long
 * nobody can write, and how much disk it takes.
 */
class LargeCopyTest {

    private static final int COPIED = Integer.getInteger("mneme.test.elasticsearch.copied", 1_000);
    private static final int BATCH = 500;
    private static final EmbeddingSpaces.Space SPACE = new EmbeddingSpaces.Space("test:copied", 384);
    private static final Scope SCOPE = Scope.of("ws_copied");
    private static final Clock CLOCK = Clock.fixed(java.time.Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path directory;

    private final String prefix = "tck-copied-" + Cluster.random().substring(0, 8);
    private final TestVectors vectors = new TestVectors(SPACE.model(), SPACE.dimension(), 11);
    private final List<Embedding> sample = new ArrayList<>();
    private final AtomicLong peak = new AtomicLong();
    private Cluster cluster;

    @BeforeEach
    void connect() {
        cluster = Cluster.connect(options("1"));
    }

    @AfterEach
    void disconnect() {
        List<String> made = new ArrayList<>();
        cluster.call("GET", "/" + prefix + "-*", Map.of(), null).fieldNames().forEachRemaining(made::add);
        made.forEach(each -> Generations.delete(cluster, each));
        cluster.close();
    }

    private ElasticsearchOptions options(String shards) {
        return ElasticsearchOptions.of(TckContext.of(
                new ElasticsearchStorageProvider(),
                Map.of(
                        "hosts",
                        ElasticsearchNode.uris(),
                        "index-prefix",
                        prefix,
                        "shards",
                        shards,
                        "replicas",
                        "0",
                        "request-timeout",
                        "30s"),
                CLOCK,
                directory));
    }

    @Test
    void allIsThereAfterwardsAndItIsSaidWhatItTook() {
        try (Storage storage = ElasticsearchStorage.open(options("1"), CLOCK, directory)) {
            storage.embeddingSpaces().activate(SPACE);
            long begun = System.nanoTime();
            fill(storage);
            double filled = seconds(begun);
            cluster.refresh(prefix + "-memories");
            long before = onDisk();
            Writer writer = new Writer(storage);
            CompletableFuture<Void> writing = CompletableFuture.runAsync(writer::write);
            begun = System.nanoTime();
            rebuildWatchingTheDisk();
            double copied = seconds(begun);
            writer.ended.set(true);
            writing.join();
            assertThat(Generation.current(cluster, prefix + "-memories")
                            .orElseThrow()
                            .shards())
                    .isEqualTo(2);
            assertThat(count()).isEqualTo(COPIED + writer.written);
            assertFound(storage);
            System.getLogger(LargeCopyTest.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "{0} memories written in {1} s, {2} MB; copied in {3} s, {4} a second, at most {5} MB at once;"
                                    + " {6} written beside, the longest in {7} ms",
                            COPIED,
                            (long) filled,
                            before / 1_000_000,
                            "%.1f".formatted(copied),
                            (long) (COPIED / copied),
                            peak.get() / 1_000_000,
                            writer.written,
                            writer.longest / 1_000_000);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private void fill(Storage storage) {
        for (int from = 0; from < COPIED; from += BATCH) {
            List<MemoryWrite> writes = new ArrayList<>();
            for (int number = from; number < Math.min(from + BATCH, COPIED); number++) {
                writes.add(write(number));
            }
            sample.add(writes.get(0).embedding().orElseThrow());
            storage.memories().write(SCOPE, writes);
        }
    }

    private MemoryWrite write(int number) {
        String content = "In week %d the person whom this is about said that item %d was better than item %d"
                .formatted(number % 52, number, number / 3);
        Memory memory =
                Memory.builder(id(number), SCOPE, content, CLOCK.instant()).build();
        return new MemoryWrite(memory, Optional.of(vectors.next()), List.of(), Optional.empty());
    }

    private static String id(int number) {
        return "mem_%08d".formatted(number);
    }

    private void rebuildWatchingTheDisk() {
        ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
        looks.scheduleWithFixedDelay(() -> peak.accumulateAndGet(onDisk(), Math::max), 0, 500, TimeUnit.MILLISECONDS);
        ElasticsearchSchema schema = new ElasticsearchSchema(cluster, options("2"));
        IndexPlan plan = schema.plans().get(0);
        try (RebuildLease lease = RebuildLease.acquire(
                        cluster, schema.leases(), plan.alias(), Duration.ofSeconds(10), true, 1)
                .orElseThrow()) {
            new Rebuild(cluster, plan, lease).run();
        } finally {
            looks.shutdownNow();
        }
    }

    /** Return the bytes of all generations, with what is kept until the files are safe. */
    private long onDisk() {
        JsonNode total = cluster.call("GET", "/" + prefix + "-memories-v*/_stats/store,translog", Map.of(), null)
                .path("_all")
                .path("total");
        return total.path("store").path("size_in_bytes").asLong()
                + total.path("translog").path("size_in_bytes").asLong();
    }

    private long count() {
        cluster.refresh(prefix + "-memories");
        return cluster.answer(
                        prefix + "-memories",
                        Optional.empty(),
                        Map.of("query", Queries.ALL, "size", 0, "track_total_hits", true))
                .path("hits")
                .path("total")
                .path("value")
                .asLong();
    }

    /** Look for the first of each batch by its vector: all that is kept of it was copied. */
    private void assertFound(Storage storage) {
        for (int batch = 0; batch < sample.size(); batch++) {
            Search search = new Search(Optional.of(sample.get(batch)), Optional.empty(), Filter.all(), 1, 0.999);
            assertThat(storage.memories().search(SCOPE, search).hits())
                    .extracting(hit -> hit.memory().id())
                    .containsExactly(id(batch * BATCH));
        }
    }

    /** Write one memory after the other, as a client does that comes again when it is told to. */
    private final class Writer {
        private final Storage storage;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile int written;
        private volatile long longest;

        Writer(Storage storage) {
            this.storage = storage;
        }

        void write() {
            for (int number = COPIED; !ended.get(); number++) {
                MemoryWrite write = LargeCopyTest.this.write(number);
                long begun = System.nanoTime();
                while (!taken(write)) {
                    Thread.onSpinWait();
                }
                longest = Math.max(longest, System.nanoTime() - begun);
                written++;
            }
        }

        private boolean taken(MemoryWrite write) {
            try {
                storage.memories().write(SCOPE, List.of(write));
                return true;
            } catch (MemoryException e) {
                assertThat(e.kind()).isEqualTo(MemoryException.Kind.UNAVAILABLE);
                return false;
            }
        }
    }
}
