package org.mneme.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.TckContext;
import org.mneme.tck.storage.Facts;
import org.mneme.test.elasticsearch.ElasticsearchCluster;

/** Copy an index with a replica on three nodes beside writers, and kill the node that is copied from. */
class RebuildOnThreeNodesTest {

    private static final int COPIED = Integer.getInteger("mneme.test.elasticsearch.copied", 600);
    private static final int BATCH = 200;
    /** So many of the first facts are changed again and again, and as many of the last are deleted at most. */
    private static final int CHANGED = 50;

    private static final int TRIES = 5;
    private static final String PREFIX = "three-nodes";
    private static final String ALIAS = PREFIX + "-memories";
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Set<Integer> stored = ConcurrentHashMap.newKeySet();
    private final Set<Integer> deleted = ConcurrentHashMap.newKeySet();
    private final Map<Integer, String> changed = new ConcurrentHashMap<>();
    private final List<Throwable> wrong = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger failed = new AtomicInteger();

    @TempDir
    private Path directory;

    @Test
    void noAcknowledgedWriteIsLostWhenANodeIsKilledThatIsCopiedFrom() throws InterruptedException {
        try (ElasticsearchCluster nodes = ElasticsearchCluster.start(3);
                Storage storage = Facts.open(new ElasticsearchStorageProvider(), directory, configured(nodes, "2"));
                Cluster cluster = Cluster.connect(options(nodes, "2"))) {
            for (int from = 0; from < COPIED; from += BATCH) {
                Facts.store(storage, from, Math.min(from + BATCH, COPIED));
            }
            awaitCopies(storage);
            List<Thread> writers = List.of(
                    writer(Integer.MAX_VALUE, number -> {
                        Facts.store(storage, COPIED + number, COPIED + number + 1);
                        stored.add(COPIED + number);
                    }),
                    writer(
                            Integer.MAX_VALUE,
                            number -> changed.put(number % CHANGED, changed(storage, number % CHANGED, number))),
                    writer(CHANGED, number -> {
                        storage.memories().delete(Facts.SCOPE, Facts.id(COPIED - 1 - number));
                        deleted.add(COPIED - 1 - number);
                    }));
            await().atMost(SOON).until(() -> !stored.isEmpty() && !changed.isEmpty() && !deleted.isEmpty());
            rebuildWhileANodeIsKilled(nodes, storage, cluster);
            int before = stored.size();
            await().atMost(SOON).until(() -> stored.size() > before + 10 || !wrong.isEmpty());
            ended.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(wrong).isEmpty();
            assertNothingLost(storage);
            assertThat(Generation.all(cluster, ALIAS)).singleElement().satisfies(made -> {
                assertThat(made.number()).isGreaterThan(1);
                assertThat(made.shards()).isEqualTo(4);
                assertThat(made.aliases()).containsExactlyInAnyOrderElementsOf(made.wantedAliases());
            });
        }
        System.getLogger(RebuildOnThreeNodesTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} copied beside {1} that were stored, {2} changed and {3} deleted; begun anew {4} times",
                        COPIED,
                        stored.size(),
                        changed.size(),
                        deleted.size(),
                        failed);
    }

    private Map<String, String> configured(ElasticsearchCluster nodes, String shards) {
        return Map.of("hosts", nodes.uris(), "index-prefix", PREFIX, "shards", shards, "request-timeout", "3s");
    }

    private ElasticsearchOptions options(ElasticsearchCluster nodes, String shards) {
        return ElasticsearchOptions.of(TckContext.of(
                new ElasticsearchStorageProvider(),
                configured(nodes, shards),
                Clock.fixed(Facts.NOW, ZoneOffset.UTC),
                directory));
    }

    private static void awaitCopies(Storage storage) {
        await().atMost(SOON)
                .until(() -> "green".equals(storage.health().details().get("status")));
    }

    private Thread writer(int times, IntConsumer step) {
        Thread thread = new Thread(() -> {
            for (int number = 0; number < times && !ended.get(); number++) {
                patiently(step, number);
            }
        });
        thread.setUncaughtExceptionHandler((where, problem) -> wrong.add(problem));
        thread.start();
        return thread;
    }

    /** Do as a client does that was told to come again. */
    private static void patiently(IntConsumer step, int number) {
        while (true) {
            try {
                step.accept(number);
                return;
            } catch (MemoryException e) {
                assertThat(e.kind()).isIn(MemoryException.Kind.UNAVAILABLE, MemoryException.Kind.OUTCOME_UNKNOWN);
            }
        }
    }

    private static String changed(Storage storage, int fact, int round) {
        Memory memory = storage.memories().get(Facts.SCOPE, Facts.id(fact)).orElseThrow();
        String content = "changed in round " + round;
        storage.memories()
                .update(
                        Facts.SCOPE,
                        new MemoryUpdate(
                                memory.toBuilder().content(content).build(),
                                Optional.of(Facts.embedding(fact)),
                                memory.version()));
        return content;
    }

    private void rebuildWhileANodeIsKilled(ElasticsearchCluster nodes, Storage storage, Cluster cluster) {
        ElasticsearchSchema schema = new ElasticsearchSchema(cluster, options(nodes, "4"));
        IndexPlan plan = schema.plans().get(0);
        int victim = nodeOfFirstShard(cluster);
        AtomicInteger left = new AtomicInteger(COPIED / 4);
        IndexPlan deadly =
                new IndexPlan(plan.alias(), plan.shards(), plan.replicas(), plan.settings(), plan.fields(), doc -> {
                    if (left.decrementAndGet() == 0) {
                        nodes.node(victim).kill();
                    }
                    return plan.written().apply(doc);
                });
        while (!rebuilt(cluster, schema, deadly)) {
            assertThat(failed.incrementAndGet()).isLessThan(TRIES);
            // what failed has left the index as it was, for all to write to
            Facts.store(storage, 0, 1);
        }
        assertThat(left.get()).isLessThanOrEqualTo(0);
    }

    /** Return the number of the node that has the first shard, which is copied first. */
    private static int nodeOfFirstShard(Cluster cluster) {
        Generation source = Generation.current(cluster, ALIAS).orElseThrow();
        Map<String, String> names = new HashMap<>();
        for (JsonNode shard : cluster.call("GET", "/_cat/shards/" + source.name(), Map.of("format", "json"), null)) {
            names.put(
                    shard.path("shard").asText() + shard.path("prirep").asText(),
                    shard.path("node").asText());
        }
        return Integer.parseInt(names.get("0p").substring("node-".length()));
    }

    private boolean rebuilt(Cluster cluster, ElasticsearchSchema schema, IndexPlan plan) {
        try (RebuildLease lease = RebuildLease.acquire(cluster, schema.leases(), ALIAS, RebuildLease.PATIENCE, true, 1)
                .orElseThrow()) {
            Rebuild rebuild = new Rebuild(cluster, plan, lease);
            rebuild.clear();
            rebuild.run();
            return true;
        } catch (MemoryException e) {
            assertThat(e.kind()).as("failed with %s", e).isEqualTo(MemoryException.Kind.UNAVAILABLE);
            return false;
        }
    }

    private void assertNothingLost(Storage storage) {
        Set<Integer> found = Facts.stored(storage);
        assertThat(found).containsAll(stored).doesNotContainAnyElementsOf(deleted);
        assertThat(found).hasSize(COPIED + stored.size() - deleted.size());
        changed.forEach((number, content) -> assertThat(storage.memories().get(Facts.SCOPE, Facts.id(number)))
                .hasValueSatisfying(memory -> assertThat(memory.content()).isEqualTo(content)));
        Facts.assertFound(storage, stored.stream().limit(20).toList());
        Facts.assertFound(storage, List.of(CHANGED, COPIED / 2));
    }
}
