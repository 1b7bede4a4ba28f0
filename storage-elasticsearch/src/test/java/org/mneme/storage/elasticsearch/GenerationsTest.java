package org.mneme.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Search;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.TckContext;
import org.mneme.tck.TestVectors;
import org.mneme.tck.storage.Facts;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/** Bring indices to new generations, beside writers, after deaths and against servers that do not know of it. */
class GenerationsTest {

    /** How many facts are written while others are copied. */
    private static final int WRITES = Integer.getInteger("mneme.test.elasticsearch.rebuild.writes", 400);

    private static final Duration PATIENCE = Duration.ofMillis(1500);
    /** How long those wait that run: some beats of the lease, for the machine may be busy. */
    private static final Duration AWARE = Duration.ofSeconds(4);

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final EmbeddingSpaces.Space OTHER = new EmbeddingSpaces.Space("test:other", 32);

    @TempDir
    private Path directory;

    private final String prefix = "tck-gen-" + Cluster.random().substring(0, 8);
    private final String alias = prefix + "-memories";
    private Cluster cluster;

    @BeforeEach
    void connect() {
        cluster = Cluster.connect(options(configured(Map.of())));
    }

    @AfterEach
    void disconnect() {
        List<String> made = new ArrayList<>();
        cluster.call("GET", "/" + prefix + "-*", Map.of(), null).fieldNames().forEachRemaining(made::add);
        made.forEach(each -> Generations.delete(cluster, each));
        cluster.close();
    }

    private Map<String, String> configured(Map<String, String> more) {
        return configured(ElasticsearchNode.uris(), prefix, more);
    }

    private static Map<String, String> configured(String uris, String prefix, Map<String, String> more) {
        Map<String, String> options =
                new HashMap<>(Map.of("hosts", uris, "index-prefix", prefix, "shards", "1", "replicas", "0"));
        options.putAll(more);
        return options;
    }

    private static ElasticsearchOptions options(Map<String, String> configured) {
        return ElasticsearchOptions.of(TckContext.of(
                new ElasticsearchStorageProvider(),
                configured,
                Clock.fixed(Facts.NOW, ZoneOffset.UTC),
                Path.of("").toAbsolutePath()));
    }

    private Storage open(String... more) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return Facts.open(new ElasticsearchStorageProvider(), directory, configured(options));
    }

    private Generation current() {
        return Generation.current(cluster, alias).orElseThrow();
    }

    private IndexPlan plan(int shards) {
        return plan(cluster, options(configured(Map.of("shards", Integer.toString(shards)))));
    }

    private static IndexPlan plan(Cluster cluster, ElasticsearchOptions options) {
        return new ElasticsearchSchema(cluster, options).plans().get(0);
    }

    private RebuildLease lease() {
        return lease(cluster, prefix);
    }

    private static RebuildLease lease(Cluster cluster, String prefix) {
        return RebuildLease.acquire(
                        cluster, RebuildLease.plan(prefix + "-generations", 0), prefix + "-memories", PATIENCE, true, 1)
                .orElseThrow();
    }

    @Test
    void anOlderVersionIsBroughtToThePresentOneWithAllThatItHolds() {
        Map<String, JsonNode> memories;
        Map<String, JsonNode> records;
        List<Hits.Hit> hits;
        try (Storage storage = open()) {
            storeAllKinds(storage);
            memories = documents(alias);
            records = documents(prefix + "-records");
            hits = hits(storage);
        }
        makeOlder(alias);
        makeOlder(prefix + "-records");
        try (Storage storage = open()) {
            assertThat(Generation.all(cluster, alias))
                    .singleElement()
                    .satisfies(made -> assertThat(made.name()).isEqualTo(alias + "-v2"))
                    .satisfies(made -> assertThat(made.version()).isEqualTo(ElasticsearchSchema.VERSION))
                    .satisfies(made ->
                            assertThat(made.aliases()).containsExactlyInAnyOrderElementsOf(made.wantedAliases()));
            assertThat(documents(alias)).isEqualTo(memories);
            assertThat(documents(prefix + "-records")).isEqualTo(records);
            assertThat(hits(storage))
                    .usingElementComparator(
                            Comparator.comparing((Hits.Hit hit) -> hit.memory().toString())
                                    .thenComparing(hit -> hit.similarity().orElse(-1)))
                    .isEqualTo(hits);
            Facts.assertFound(storage, List.of(0, 299));
            assertThat(storage.memories().versions(Facts.SCOPE, Facts.id(7))).hasSize(2);
            assertThat(storage.embeddingSpaces().coverage(OTHER).filled()).isEqualTo(3);
            Facts.store(storage, 300, 301);
            Facts.assertFound(storage, List.of(300));
        }
    }

    /** Store memories, one of them with former states, one with several windows and a delivery, three of two models. */
    private static void storeAllKinds(Storage storage) {
        Facts.store(storage, 0, 300);
        Memory old = storage.memories().get(Facts.SCOPE, Facts.id(7)).orElseThrow();
        storage.memories()
                .update(
                        Facts.SCOPE,
                        new MemoryUpdate(
                                old.toBuilder()
                                        .content("a fact7 that has changed")
                                        .build(),
                                Optional.of(Facts.embedding(7)),
                                old.version()));
        Embedding one = Facts.embedding(500);
        Embedding windows = new Embedding(
                one.model(), List.of(one.single(), Facts.embedding(501).single()));
        Memory eventful = Facts.memory(500);
        Delivery delivery = new Delivery(
                "dlv_1",
                eventful.scope().workspace(),
                "whk_1",
                eventful.id(),
                "memory.created",
                Optional.of("{}"),
                Delivery.State.PENDING,
                0,
                Facts.NOW,
                Facts.NOW,
                Facts.NOW);
        storage.memories()
                .write(
                        Facts.SCOPE,
                        List.of(new MemoryWrite(eventful, Optional.of(windows), List.of(delivery), Optional.empty())));
        fillOther(storage);
    }

    private static void fillOther(Storage storage) {
        TestVectors vectors = new TestVectors(OTHER.model(), OTHER.dimension(), 1);
        storage.embeddingSpaces()
                .fill(
                        OTHER,
                        Stream.of(1, 2, 3)
                                .map(number ->
                                        new EmbeddingSpaces.Filled(Facts.SCOPE, Facts.id(number), 1, vectors.next()))
                                .toList());
    }

    private static List<Hits.Hit> hits(Storage storage) {
        List<Hits.Hit> hits = new ArrayList<>();
        for (int number : List.of(7, 100, 500, 501)) {
            hits.addAll(storage.memories()
                    .search(
                            Facts.SCOPE,
                            new Search(
                                    Optional.of(Facts.embedding(number)),
                                    Optional.of("fact" + number),
                                    Filter.all(),
                                    10,
                                    -1))
                    .hits());
        }
        assertThat(hits).hasSize(40);
        return hits;
    }

    /** Return all documents by id and routing, each with its mark: what is to be the same afterwards. */
    private Map<String, JsonNode> documents(String index) {
        cluster.refresh(index);
        Map<String, JsonNode> documents = new TreeMap<>();
        cluster.search(index, Optional.empty(), Map.of("query", Queries.ALL, "size", 10_000))
                .forEach(doc -> documents.put(doc.id() + " " + doc.routing(), doc.source()));
        return documents;
    }

    /** Make an index one of the version before, with the names by which that version wrote. */
    private void makeOlder(String which) {
        Generation present = Generation.current(cluster, which).orElseThrow();
        cluster.define(
                "/" + present.name() + "/_mapping",
                Map.of("_meta", Map.of(Generation.VERSION_KEY, ElasticsearchSchema.VERSION - 1)));
        List<Map<String, Object>> actions = new ArrayList<>();
        present.wantedAliases().stream().skip(1).forEach(each -> {
            actions.add(Map.of("remove", Map.of("index", present.name(), "alias", each)));
            actions.add(Generations.add(
                    present.name(), each.replaceAll("-w\\d+$", "-w" + (ElasticsearchSchema.VERSION - 1))));
        });
        Generations.change(cluster, actions);
    }

    @Test
    void changedShardsAreCarriedOutWhileOthersWriteAndLoseNothing() throws InterruptedException {
        Set<Integer> stored = ConcurrentHashMap.newKeySet();
        Set<Integer> changed = ConcurrentHashMap.newKeySet();
        Set<Integer> deleted = ConcurrentHashMap.newKeySet();
        List<Throwable> wrong = new CopyOnWriteArrayList<>();
        AtomicBoolean rebuilt = new AtomicBoolean();
        try (Storage storage = open()) {
            Facts.store(storage, 0, WRITES);
            List<Thread> writers = List.of(
                    writer(wrong, rebuilt, WRITES, Integer.MAX_VALUE, number -> {
                        Facts.store(storage, number, number + 1);
                        stored.add(number);
                    }),
                    writer(wrong, rebuilt, 0, WRITES / 2, number -> {
                        change(storage, number);
                        changed.add(number);
                    }),
                    writer(wrong, rebuilt, WRITES / 2, WRITES, number -> {
                        storage.memories().delete(Facts.SCOPE, Facts.id(number));
                        deleted.add(number);
                    }));
            await().atMost(SOON).until(() -> !stored.isEmpty() && !changed.isEmpty() && !deleted.isEmpty());
            try (Storage other = open("shards", "4", "rebuild", "true")) {
                assertThat(current().shards()).isEqualTo(4);
                int before = stored.size();
                await().atMost(SOON).until(() -> stored.size() > before || !wrong.isEmpty());
                rebuilt.set(true);
                for (Thread writer : writers) {
                    writer.join();
                }
                assertThat(wrong).isEmpty();
                assertThat(Facts.stored(other)).containsAll(stored).doesNotContainAnyElementsOf(deleted);
                assertThat(Facts.stored(other)).hasSize(WRITES + stored.size() - deleted.size());
                for (int number : changed) {
                    assertThat(other.memories().get(Facts.SCOPE, Facts.id(number)))
                            .hasValueSatisfying(
                                    memory -> assertThat(memory.version()).isEqualTo(2));
                }
                Facts.assertFound(other, stored.stream().limit(20).toList());
            }
        }
        assertThat(Generation.all(cluster, alias)).hasSize(1);
    }

    private interface Step {
        void take(int number);
    }

    private static Thread writer(List<Throwable> wrong, AtomicBoolean ended, int from, int to, Step step) {
        Thread thread = new Thread(() -> {
            for (int number = from; number < to && !ended.get(); number++) {
                patiently(step, number);
            }
        });
        thread.setUncaughtExceptionHandler((where, problem) -> wrong.add(problem));
        thread.start();
        return thread;
    }

    /** Do as a client does that was told to come again. */
    private static void patiently(Step step, int number) {
        while (true) {
            try {
                step.take(number);
                return;
            } catch (MemoryException e) {
                assertThat(e.kind()).isEqualTo(MemoryException.Kind.UNAVAILABLE);
            }
        }
    }

    private static void change(Storage storage, int number) {
        Memory memory = storage.memories().get(Facts.SCOPE, Facts.id(number)).orElseThrow();
        storage.memories()
                .update(
                        Facts.SCOPE,
                        new MemoryUpdate(
                                memory.toBuilder().content("changed").build(),
                                Optional.of(Facts.embedding(number)),
                                memory.version()));
    }

    @Test
    void otherShardsAndAnalyzersWaitUntilTheyAreAskedFor() {
        open().close();
        try (Storage storage = open("shards", "2", "analyzer", "whitespace")) {
            assertThat(current().shards()).isEqualTo(1);
            Facts.store(storage, 0, 2);
        }
        try (Storage storage = open("shards", "2", "analyzer", "whitespace", "rebuild", "true")) {
            assertThat(plan(2).difference(current())).contains("analyzer=standard (it has whitespace)");
            assertThat(current().shards()).isEqualTo(2);
            Facts.assertFound(storage, List.of(0, 1));
            assertThat(Facts.stored(storage)).containsExactlyInAnyOrder(0, 1);
        }
        int number = current().number();
        open("shards", "2", "analyzer", "whitespace", "rebuild", "true").close();
        open("shards", "2", "analyzer", "klingon", "rebuild", "true").close();
        assertThat(current().number()).isEqualTo(number);
    }

    @Test
    void aNewerVersionIsRefused() {
        open().close();
        cluster.define(
                "/" + current().name() + "/_mapping",
                Map.of("_meta", Map.of(Generation.VERSION_KEY, ElasticsearchSchema.VERSION + 1)));
        assertThatThrownBy(this::open).isInstanceOf(MemoryException.class).hasMessageContaining("newer server");
    }

    @Test
    void aStateOfAFormerGenerationIsNeverWrittenOver() {
        try (Storage storage = open()) {
            Facts.store(storage, 0, 1);
            Cluster.Key key = Memories.key(Facts.SCOPE.workspace(), Facts.id(0));
            Cluster.Doc before = cluster.get(alias, key).orElseThrow();
            rebuild();
            change(storage, 0);
            Cluster.Doc now = cluster.get(alias, key).orElseThrow();
            // the numbers are those of the present state, as they can be by chance
            Cluster.Doc stale = new Cluster.Doc(
                    before.index(), key.id(), key.routing(), now.seqNo(), now.term(), before.source(), before.hit());
            assertThat(cluster.write(alias, Cluster.Write.replace(stale, (ObjectNode) before.source())))
                    .isFalse();
            assertThat(cluster.write(alias, Cluster.Write.delete(stale))).isFalse();
            assertThat(storage.memories()
                            .get(Facts.SCOPE, Facts.id(0))
                            .orElseThrow()
                            .version())
                    .isEqualTo(2);
            assertThat(cluster.write(alias, Cluster.Write.delete(now))).isTrue();
        }
    }

    private void rebuild() {
        try (RebuildLease lease = lease()) {
            new Rebuild(cluster, plan(2), lease).run();
        }
        assertThat(current().shards()).isEqualTo(2);
    }

    @Test
    void aCopyThatIsKilledLeavesAllUsableAndIsBegunAnew() throws IOException, InterruptedException {
        try (Storage storage = open()) {
            Facts.store(storage, 0, 300);
            killInTheMiddle();
            assertThat(Generation.all(cluster, alias)).hasSize(2);
            Facts.store(storage, 300, 301);
            try (Storage other = open("shards", "4", "rebuild", "true")) {
                assertThat(current().shards()).isEqualTo(4);
                assertThat(Generation.all(cluster, alias)).hasSize(1);
                assertThat(Facts.stored(other)).hasSize(301);
                Facts.assertFound(other, List.of(0, 300));
            }
        }
    }

    private void killInTheMiddle() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stuck.class.getName(),
                        ElasticsearchNode.uris(),
                        prefix)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.lines().anyMatch("copying"::equals)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A server that makes a new generation and gets no further than the 260th document. */
    static final class Stuck {

        private Stuck() {}

        public static void main(String[] arguments) {
            ElasticsearchOptions options = options(configured(arguments[0], arguments[1], Map.of("shards", "4")));
            Cluster cluster = Cluster.connect(options);
            IndexPlan plan = plan(cluster, options);
            CountDownLatch left = new CountDownLatch(260);
            IndexPlan stuck = new IndexPlan(plan.alias(), plan.shards(), 0, plan.settings(), plan.fields(), doc -> {
                left.countDown();
                if (left.getCount() == 0) {
                    System.out.println("copying");
                    new CompletableFuture<>().join();
                }
                return plan.written().apply(doc);
            });
            try (RebuildLease lease = lease(cluster, arguments[1])) {
                new Rebuild(cluster, stuck, lease).run();
            }
        }
    }

    @Test
    void aServerThatDiedWhileNobodyCouldWriteIsSucceededByTheNextThatStarts() {
        try (Storage storage = open()) {
            Facts.store(storage, 0, 20);
            try (RebuildLease lease = lease()) {
                Rebuild rebuild = new Rebuild(cluster, plan(2), lease);
                rebuild.close(current(), rebuild.fill(current()));
            }
            assertThat(current().closed()).isTrue();
            Facts.assertFound(storage, List.of(3, 19));
            open().close();
            assertThat(current().closed()).isFalse();
            assertThat(Generation.all(cluster, alias)).hasSize(1);
            Facts.store(storage, 20, 21);
            assertThat(Facts.stored(storage)).hasSize(21);
        }
    }

    @Test
    void whatADeadServerHasClosedIsOpenedByThoseThatRun() {
        open().close();
        try (Storage storage = running();
                Storage other = running()) {
            Facts.store(storage, 0, 20);
            RebuildLease lease = lease();
            Generation source = current();
            Rebuild rebuild = new Rebuild(cluster, plan(2), lease);
            rebuild.close(source, rebuild.fill(source));
            assertThatThrownBy(() -> Facts.store(storage, 20, 21))
                    .isInstanceOfSatisfying(
                            MemoryException.class,
                            refusal -> assertThat(refusal.retryAfter()).isPresent());
            lease.pause();
            await().atMost(AWARE.plusSeconds(5)).until(() -> written(storage, 20) && written(other, 21));
            assertThat(current().closed()).isFalse();
            assertThat(Generation.all(cluster, alias)).hasSize(1);
            assertThatThrownBy(() -> Generations.swap(cluster, source, Generation.name(alias, lease.number())))
                    .isInstanceOf(MemoryException.class);
            assertThat(Facts.stored(other)).hasSize(22);
        }
    }

    @Test
    void whoIsSlowWhileNobodyCanWriteIsNotDisturbed() {
        open().close();
        try (Storage storage = running();
                RebuildLease lease = lease()) {
            Facts.store(storage, 0, 20);
            Generation source = current();
            Rebuild rebuild = new Rebuild(cluster, plan(2), lease);
            rebuild.close(source, rebuild.fill(source));
            long closed = System.nanoTime();
            while (System.nanoTime() - closed < AWARE.toNanos() * 3 / 2) {
                assertThat(written(storage, 20)).isFalse();
            }
            lease.verify();
            Generations.swap(cluster, source, Generation.name(alias, lease.number()));
            await().atMost(SOON).until(() -> written(storage, 20));
            assertThat(current().shards()).isEqualTo(2);
            assertThat(Facts.stored(storage)).hasSize(21);
        }
    }

    /** Open a storage as a running server has it, which waits less long before others count as dead. */
    private Storage running() {
        return ElasticsearchStorage.open(
                options(configured(Map.of())), Clock.fixed(Facts.NOW, ZoneOffset.UTC), directory, AWARE);
    }

    private static boolean written(Storage storage, int number) {
        try {
            Facts.store(storage, number, number + 1);
            return true;
        } catch (MemoryException e) {
            assertThat(e.kind()).isEqualTo(MemoryException.Kind.UNAVAILABLE);
            return false;
        }
    }

    @Test
    void whoWasTakenOverChangesNothingAnyMore() {
        try (Storage storage = open()) {
            Facts.store(storage, 0, 20);
            RebuildLease paused = lease();
            Rebuild stale = new Rebuild(cluster, plan(2), paused);
            Generation source = current();
            GenerationCopy copy = stale.fill(source);
            String target = Generation.name(alias, paused.number());
            // as if it were paused for longer than others wait
            paused.pause();
            try (RebuildLease next = lease()) {
                new Rebuild(cluster, plan(2), next).clear();
            }
            Facts.store(storage, 20, 21);
            assertThatThrownBy(() -> Generations.close(cluster, source, target)).isInstanceOf(MemoryException.class);
            assertThatThrownBy(() -> Generations.swap(cluster, source, target)).isInstanceOf(MemoryException.class);
            assertThatThrownBy(() -> copy.pass(target + Generation.FILLING)).isInstanceOf(MemoryException.class);
            assertThatThrownBy(paused::verify).isInstanceOf(MemoryException.class);
            paused.close();
            assertThat(Generation.all(cluster, alias)).hasSize(1);
            Facts.store(storage, 21, 22);
            assertThat(Facts.stored(storage)).hasSize(22);
        }
    }

    @Test
    void ofServersThatStartTogetherOneCopiesAndTheOthersWait() {
        try (Storage storage = open()) {
            Facts.store(storage, 0, 300);
        }
        makeOlder(alias);
        List<CompletableFuture<Storage>> starting =
                List.of(CompletableFuture.supplyAsync(this::open), CompletableFuture.supplyAsync(this::open));
        starting.forEach(each -> {
            try (Storage storage = each.join()) {
                assertThat(Facts.stored(storage)).hasSize(300);
            }
        });
        assertThat(Generation.all(cluster, alias)).hasSize(1);
        assertThat(current().version()).isEqualTo(ElasticsearchSchema.VERSION);
        assertThat(current().number()).isEqualTo(2);
    }

    @Test
    void aModelThatIsUsedFirstWhileOthersAreCopiedIsKnownAfterwards() {
        try (Storage storage = open();
                RebuildLease lease = lease()) {
            Facts.store(storage, 0, 20);
            Rebuild rebuild = new Rebuild(cluster, plan(2), lease);
            Generation source = current();
            GenerationCopy copy = rebuild.fill(source);
            fillOther(storage);
            rebuild.close(source, copy);
            Generations.swap(cluster, source, Generation.name(alias, lease.number()));
            rebuild.clear();
            assertThat(current().shards()).isEqualTo(2);
            assertThat(storage.embeddingSpaces().coverage(OTHER).filled()).isEqualTo(3);
            Facts.assertFound(storage, List.of(1, 2, 3));
        }
    }
}
