package org.mneme.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.storage.Facts;
import org.mneme.test.elasticsearch.ElasticsearchCluster;

/** Kill a node of three while four threads write and two read, start it again, and kill another one. */
class KilledNodeTest {

    private static final int WRITES = Integer.getInteger("mneme.test.elasticsearch.writes", 800);
    private static final int WRITERS = 4;
    private static final int READERS = 2;
    /** How long one caller may try before it counts as an outage. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger refusedWrites = new AtomicInteger();
    private final AtomicInteger refusedReads = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong longestWrite = new AtomicLong();
    private final AtomicBoolean written = new AtomicBoolean();
    private final List<Throwable> wrong = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void noAcknowledgedWriteIsLostWhenNodesAreKilled() throws InterruptedException {
        try (ElasticsearchCluster cluster = ElasticsearchCluster.start(3)) {
            Map<String, String> options = Map.of(
                    "hosts", cluster.uris(), "index-prefix", "killed-node", "shards", "3", "request-timeout", "3s");
            try (Storage storage = Facts.open(new ElasticsearchStorageProvider(), directory, options)) {
                writeAndRead(cluster, storage);
                assertThat(wrong).isEmpty();
                assertThat(acknowledged).hasSize(WRITES);
                awaitUp(storage);
                Set<Integer> missing = new HashSet<>(acknowledged);
                missing.removeAll(Facts.stored(storage));
                assertThat(missing).as("acknowledged and gone").isEmpty();
                Facts.assertFound(
                        storage, new Random(7).ints(100, 0, WRITES).boxed().toList());
            }
        }
        System.getLogger(KilledNodeTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} writes, {1} refused and tried again, the longest {2} ms; {3} reads, {4} refused",
                        WRITES,
                        refusedWrites,
                        longestWrite.get() / 1_000_000,
                        reads,
                        refusedReads);
    }

    private void writeAndRead(ElasticsearchCluster cluster, Storage storage) throws InterruptedException {
        List<Thread> writers = threads(WRITERS, () -> write(storage));
        List<Thread> readers = threads(READERS, () -> read(storage));
        awaitAcknowledged(WRITES / 5);
        cluster.node(0).kill();
        awaitAcknowledged(WRITES * 2 / 5);
        cluster.restart(0);
        awaitUp(storage);
        awaitCopies(storage);
        cluster.node(1).kill();
        for (Thread writer : writers) {
            writer.join();
        }
        written.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
    }

    private List<Thread> threads(int count, Runnable work) {
        List<Thread> threads =
                IntStream.range(0, count).mapToObj(i -> new Thread(work)).toList();
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((where, problem) -> {
            synchronized (wrong) {
                wrong.add(problem);
            }
        }));
        threads.forEach(Thread::start);
        return threads;
    }

    private void awaitAcknowledged(int count) {
        await().atMost(Duration.ofMinutes(5)).until(() -> acknowledged.size() >= count || !wrong.isEmpty());
    }

    private static void awaitUp(Storage storage) {
        await().atMost(Duration.ofMinutes(1)).until(() -> storage.health().state() == Health.State.UP);
    }

    /** Wait until what the node missed is on it: only then may another one die. */
    private static void awaitCopies(Storage storage) {
        await().atMost(Duration.ofMinutes(3))
                .until(() -> "green".equals(storage.health().details().get("status")));
    }

    private void write(Storage storage) {
        for (int number = next.getAndIncrement(); number < WRITES; number = next.getAndIncrement()) {
            int fact = number;
            long begun = System.nanoTime();
            patiently(refusedWrites, () -> Facts.store(storage, fact, fact + 1));
            longestWrite.accumulateAndGet(System.nanoTime() - begun, Math::max);
            acknowledged.add(fact);
        }
    }

    /** Read what was acknowledged just now: by its id, by its vector and by its word. */
    private void read(Storage storage) {
        Random random = new Random();
        while (!written.get()) {
            int last = acknowledged.size() - 1;
            int number = last < WRITERS ? -1 : random.nextInt(last - WRITERS + 1);
            if (!acknowledged.contains(number)) {
                Thread.onSpinWait();
                continue;
            }
            patiently(refusedReads, () -> {
                assertThat(storage.memories().get(Facts.SCOPE, Facts.id(number)))
                        .isPresent();
                assertThat(Facts.nearest(storage, number)).contains(Facts.id(number));
                assertThat(Facts.saying(storage, number)).contains(Facts.id(number));
            });
            reads.incrementAndGet();
        }
    }

    /** Do as a client does that was told to come again. */
    private static void patiently(AtomicInteger refusals, Runnable work) {
        long begun = System.nanoTime();
        while (true) {
            try {
                work.run();
                return;
            } catch (MemoryException e) {
                assertThat(e.kind()).isIn(MemoryException.Kind.UNAVAILABLE, MemoryException.Kind.OUTCOME_UNKNOWN);
                refusals.incrementAndGet();
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    fail("refused for " + PATIENCE, e);
                }
            }
        }
    }
}
