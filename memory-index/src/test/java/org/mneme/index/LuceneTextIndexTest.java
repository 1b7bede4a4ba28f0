package org.mneme.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneTextIndexTest {

    private static final String DATABASE = "database-1";
    private static final long NOW = 1_800_000_000_000L;

    @TempDir
    Path root;

    private final AtomicLong nanoTime = new AtomicLong();
    private LuceneTextIndex index;
    private FullDisk disk;
    private long clock;

    @BeforeEach
    void open() {
        index = LuceneTextIndex.open(directory(), DATABASE, nanoTime::get, directory -> disk = new FullDisk(directory));
        rebuildFromNothing(index);
    }

    @AfterEach
    void close() {
        index.close();
    }

    private Path directory() {
        return root.resolve("index");
    }

    private static void rebuildFromNothing(LuceneTextIndex index) {
        try (IndexRebuild rebuild = index.rebuild()) {
            rebuild.complete(Map.of());
        }
    }

    private static IndexChange.Put memory(String workspace, String id, String text, String... terms) {
        return new IndexChange.Put(new IndexedMemory(workspace, id, Set.of(terms), NOW, NOW, 0), text, List.of());
    }

    private void put(String id, String text, String... terms) {
        index.apply("w", ++clock, List.of(memory("w", id, text, terms)));
    }

    private void remove(String id) {
        index.apply("w", ++clock, List.of(new IndexChange.Remove(id)));
    }

    private static IndexQuery query(IndexFilter filter, int limit) {
        return new IndexQuery("w", filter, NOW, limit, IndexQuery.ANY_SCORE);
    }

    private static List<String> found(TextIndex index, String text) {
        return index.search(text, query(IndexFilter.all(), 10)).stream()
                .map(IndexHit::id)
                .toList();
    }

    private List<String> found(String text) {
        return found(index, text);
    }

    @Test
    void wordsAreFoundInAnyFormAndCase() {
        put("email", "The customer prefers emails over phone calls");
        put("order", "Order ORD-5521 was shipped by Café Müller's courier");
        put("other", "Nothing of interest");

        assertThat(found("EMAIL preference")).containsExactly("email");
        assertThat(found("calling")).containsExactly("email");
        assertThat(found("ord-5521")).containsExactly("order");
        assertThat(found("5521")).containsExactly("order");
        assertThat(found("cafe muller shipping")).containsExactly("order");
        assertThat(found("weather")).isEmpty();
    }

    @Test
    void moreAndRarerWordsAreBetter() {
        put("both", "Paris hotel booking");
        put("common", "hotel");
        put("common2", "hotel with a pool");
        put("rare", "Paris");

        assertThat(found("hotel in Paris")).startsWith("both", "rare").hasSize(4);
    }

    @Test
    void noTextCanBreakAQuery() {
        put("m", "plain words AND others");
        Random random = new Random(4);
        List<String> texts = new ArrayList<>(List.of(
                "", " ", "\"", "((", "a:b^2~ AND NOT *?", "+-&&||!(){}[]^\"~*?:\\/", "\u0000", "\ud800", "🙂🙂", "OR"));
        texts.add("x".repeat(100_000));
        texts.add("word ".repeat(20_000));
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            many.append("w").append(i).append(' ');
            texts.add(random.ints(10, 0, 0xffff)
                    .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                    .toString());
        }
        texts.add(many.toString());
        assertThatCode(() -> texts.forEach(this::found)).doesNotThrowAnyException();
        assertThat(found("words\" AND (")).containsExactly("m");
    }

    @Test
    void aWorkspaceNeitherSeesAnotherNorFeelsItInItsScores() {
        put("a", "secret plan");
        put("b", "open plan");
        List<IndexHit> alone = index.search("secret plan", query(IndexFilter.all(), 10));

        List<IndexChange> others = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            others.add(memory("w2", "x" + i, "secret plot"));
        }
        index.apply("w2", 1, others);
        index.apply("2:w", 1, List.of(memory("2:w", "c", "secret plan")));

        assertThat(index.search("secret plan", query(IndexFilter.all(), 10))).isEqualTo(alone);
        assertThat(index.count("w", IndexFilter.all(), NOW)).isEqualTo(2);
        assertThat(index.search("plan", new IndexQuery("unknown", IndexFilter.all(), NOW, 5, 0f)))
                .isEmpty();
    }

    @Test
    void equalScoresAreOrderedByIdAndTheLimitKeepsTheFirst() {
        List<IndexChange> changes = new ArrayList<>();
        for (int i = 3000; i-- > 0; ) {
            changes.add(memory("w", "m%04d".formatted(i), "same words"));
        }
        index.apply("w", ++clock, changes);
        assertThat(index.search("words", query(IndexFilter.all(), 3)))
                .extracting(IndexHit::id)
                .containsExactly("m0000", "m0001", "m0002");
    }

    @Test
    void theMinimumScoreIsInclusive() {
        put("a", "one two three");
        put("b", "one");
        List<IndexHit> hits = index.search("one two three", query(IndexFilter.all(), 10));
        float best = hits.get(0).score();

        assertThat(index.search("one two three", new IndexQuery("w", IndexFilter.all(), NOW, 10, best)))
                .containsExactly(hits.get(0));
        assertThat(index.search("one two three", new IndexQuery("w", IndexFilter.all(), NOW, 10, Math.nextUp(best))))
                .isEmpty();
    }

    @Test
    void givenIdsHaveTheScoresOfASearch() {
        for (int i = 0; i < 50; i++) {
            put("m" + i, "alpha " + "beta ".repeat(i % 5) + "gamma" + i);
        }
        List<IndexHit> all = index.search("alpha beta", query(IndexFilter.all(), 50));
        List<IndexHit> some = index.score("alpha beta", "w", List.of("m4", "m10", "m49", "none"), NOW);

        assertThat(some).extracting(IndexHit::id).containsExactlyInAnyOrder("m4", "m10", "m49");
        assertThat(all).containsAll(some);
        assertThat(index.score("alpha", "w", List.of(), NOW)).isEmpty();
        assertThat(index.score("nowhere", "w", List.of("m4"), NOW)).isEmpty();
    }

    @Test
    void aReplacedOrRemovedMemoryIsNoLongerFoundByWhatItWas() {
        put("m", "before", "tag=old");
        put("m", "after", "tag=new");
        assertThat(found("before")).isEmpty();
        assertThat(found("after")).containsExactly("m");
        assertThat(index.count("w", IndexFilter.term("tag", "old"), NOW)).isZero();

        remove("m");
        assertThat(found("after")).isEmpty();
    }

    @Test
    void aClosedIndexOpensAsItWas() {
        put("m", "some words", "tag=a");
        index.apply("other", 7, List.of(memory("other", "m", "other words")));
        index.advance("other", 9);
        index.close();
        index = LuceneTextIndex.open(directory(), DATABASE);

        assertThat(index.rebuildReason()).isEmpty();
        assertThat(index.appliedClocks()).isEqualTo(Map.of("w", 1L, "other", 9L));
        assertThat(found("words")).containsExactly("m");
    }

    @Test
    void anIndexOpensAtItsLastFlushAfterAKill() throws IOException {
        put("m", "some words");
        index.flush();
        put("late", "late words");
        Path killed = Directories.copy(directory(), root.resolve("killed"));
        try (LuceneTextIndex again = LuceneTextIndex.open(killed, DATABASE)) {
            assertThat(again.appliedClock("w")).isEqualTo(1);
            assertThat(found(again, "words")).containsExactly("m");
        }
    }

    @Test
    void aFullDiskSetsTheIndexBackToItsLastFlushAndItGoesOnFromThere() {
        put("flushed", "some words");
        index.flush();
        put("lost", "some words");
        disk.setFull(true);
        assertThatThrownBy(index::flush).isInstanceOf(UncheckedIOException.class);
        disk.setFull(false);

        assertThat(index.appliedClock("w")).isEqualTo(1);
        assertThat(found("words")).containsExactly("flushed");
        index.apply("w", 2, List.of(memory("w", "lost", "some words")));
        index.flush();
        assertThat(found("words")).containsExactlyInAnyOrder("flushed", "lost");
        index.close();
        index = LuceneTextIndex.open(directory(), DATABASE);
        assertThat(index.appliedClock("w")).isEqualTo(2);
        assertThat(found("words")).containsExactlyInAnyOrder("flushed", "lost");
    }

    @Test
    void anOlderChangeNeverUndoesANewerOne() {
        index.apply("w", 2, List.of(new IndexChange.Remove("m")));
        index.apply("w", 1, List.of(memory("w", "m", "words")));
        assertThat(found("words")).isEmpty();
        assertThat(index.appliedClock("w")).isEqualTo(2);
        index.apply("w", 1, List.of(memory("w", "m", "words")));
        assertThat(found("words")).isEmpty();
    }

    @Test
    void everyFlippedByteIsNoticed() throws IOException {
        for (int i = 0; i < 30; i++) {
            put("m" + i, "words of memory " + i, "tag=" + i % 3);
        }
        index.flush();
        int tried = 0;
        for (Path file : Directories.files(directory())) {
            for (double part : new double[] {0, 0.3, 0.6, 0.999}) {
                Path damaged = Directories.copy(directory(), root.resolve("damaged" + tried++));
                Directories.flip(damaged.resolve(file.getFileName()), (long) (part * Files.size(file)));
                assertDamaged(damaged);
            }
        }
        assertThat(tried).isPositive();
    }

    @Test
    void everyTruncationAndMissingFileIsNoticed() throws IOException {
        put("m", "some words");
        index.flush();
        int tried = 0;
        for (Path file : Directories.files(directory())) {
            Path cut = Directories.copy(directory(), root.resolve("cut" + tried));
            Directories.truncate(cut.resolve(file.getFileName()), Files.size(file) - 1);
            assertDamaged(cut);
            Path missing = Directories.copy(directory(), root.resolve("missing" + tried++));
            Files.delete(missing.resolve(file.getFileName()));
            assertDamaged(missing);
        }
    }

    private static void assertDamaged(Path directory) {
        try (LuceneTextIndex damaged = LuceneTextIndex.open(directory, DATABASE)) {
            assertThat(damaged.needsRebuild()).as(directory.toString()).isTrue();
            assertThat(damaged.appliedClocks()).isEmpty();
            assertThatThrownBy(() -> found(damaged, "words")).isInstanceOf(IllegalStateException.class);
            rebuildFromNothing(damaged);
            assertThat(found(damaged, "words")).isEmpty();
        }
    }

    @Test
    void anIndexOfAnotherDatabaseIsThrownAway() throws IOException {
        put("m", "some words");
        index.flush();
        Path copy = Directories.copy(directory(), root.resolve("copy"));
        try (LuceneTextIndex other = LuceneTextIndex.open(copy, "another")) {
            assertThat(other.rebuildReason()).contains("another database");
        }
    }

    @Test
    void aSecondInstanceIsRefused() {
        put("m", "some words");
        assertThatThrownBy(() -> LuceneTextIndex.open(directory(), DATABASE)).isInstanceOf(IllegalStateException.class);
        assertThat(found("words")).containsExactly("m");
    }

    @Test
    void aRebuildReplacesEverythingAtOnce() {
        put("old", "some words");
        try (IndexRebuild rebuild = index.rebuild()) {
            rebuild.add(memory("w", "new", "other words"));
            assertThat(found("words")).containsExactly("old");
            index.flush();
            index.erase();
            assertThatThrownBy(() -> index.apply("w", 2, List.of())).isInstanceOf(IllegalStateException.class);
            rebuild.complete(Map.of("w", 40L));
        }
        assertThat(found("words")).containsExactly("new");
        assertThat(index.appliedClock("w")).isEqualTo(40);
        index.close();
        index = LuceneTextIndex.open(directory(), DATABASE);
        assertThat(found("words")).containsExactly("new");
    }

    @Test
    void anAbandonedRebuildChangesNothing() {
        put("old", "some words");
        try (IndexRebuild rebuild = index.rebuild()) {
            rebuild.add(memory("w", "new", "other words"));
        }
        assertThat(found("words")).containsExactly("old");
        put("later", "more words");
        assertThat(found("words")).containsExactlyInAnyOrder("old", "later");
    }

    @Test
    void anErasureLeavesNoWordOfWhatWasRemoved() throws IOException {
        for (int i = 0; i < 200; i++) {
            put("m" + i, "words of memory " + i);
        }
        put("secret-id", "zyzzyva", "user=secretuser");
        index.flush();
        assertThat(inFiles("zyzzyva")).isTrue();
        remove("secret-id");
        index.flush();
        assertThat(inFiles("zyzzyva")).isTrue();

        index.erase();
        assertThat(inFiles("zyzzyva")).isFalse();
        assertThat(inFiles("secretuser")).isFalse();
        assertThat(inFiles("secret-id")).isFalse();
        assertThat(index.count("w", IndexFilter.all(), NOW)).isEqualTo(200);
    }

    @Test
    void maintenanceErasesAfterAnHour() throws IOException {
        for (int i = 0; i < 200; i++) {
            put("m" + i, "words of memory " + i);
        }
        put("secret", "zyzzyva");
        index.flush();
        remove("secret");
        nanoTime.addAndGet(Duration.ofMinutes(59).toNanos());
        index.maintain();
        assertThat(inFiles("zyzzyva")).isTrue();

        nanoTime.addAndGet(Duration.ofMinutes(2).toNanos());
        index.maintain();
        assertThat(inFiles("zyzzyva")).isFalse();
    }

    private boolean inFiles(String word) throws IOException {
        return Directories.anyContains(directory(), word.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyWriterSeesItsWritesAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            AtomicLong shared = new AtomicLong();
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                String name = "writer" + writer;
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        String id = name + "x" + i;
                        index.apply("w", shared.incrementAndGet(), List.of(memory("w", id, "word" + id)));
                        assertThat(found("word" + id)).containsExactly(id);
                        if (i % 20 == 0) {
                            index.maintain();
                        }
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(index.appliedClock("w")).isEqualTo(400);
        } finally {
            threads.shutdownNow();
        }
    }
}
