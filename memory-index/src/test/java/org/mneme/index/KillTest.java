package org.mneme.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {

    @TempDir
    Path root;

    @Test
    void aKilledProcessLeavesBothIndexesExactlyAtTheirAppliedClock() throws Exception {
        Random random = new Random();
        long last = 0;
        for (int kill = 0; kill < 3; kill++) {
            writeUntilMaintained(1 + random.nextInt(3));
            long applied = checkVectors();
            checkTexts();
            assertThat(applied).isGreaterThan(last);
            last = applied;
        }
    }

    /** Let a process write and kill it, at any moment of its writing, when it has maintained the indexes so often. */
    private void writeUntilMaintained(int times) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo("ready");
            for (int i = 0; i < times; i++) {
                assertThat(output.readLine()).isEqualTo("maintained");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Return what must be there after all changes up to the clock. */
    private static Map<String, IndexChange.Put> expected(long applied) {
        Map<String, IndexChange.Put> expected = new HashMap<>();
        for (long clock = Math.max(1, applied - KilledWriter.MEMORIES + 1); clock <= applied; clock++) {
            if (KilledWriter.change(clock) instanceof IndexChange.Put put) {
                expected.put(put.id(), put);
            }
        }
        return expected;
    }

    private long checkVectors() {
        try (FlatVectorIndex index = VectorIndexFixture.open(root.resolve("vectors"), KilledWriter.DIMENSION)) {
            assertThat(index.rebuildReason()).isEmpty();
            Map<String, IndexChange.Put> expected = expected(index.appliedClock("w"));
            assertThat(index.count("w", IndexFilter.all(), 0)).isEqualTo(expected.size());
            expected.values().forEach(put -> {
                String term = put.memory().terms().iterator().next();
                assertThat(index.search(put.vectors().get(0), query(term)))
                        .matches(hits -> VectorIndexFixture.isExactly(hits, put.id()));
            });
            return index.appliedClock("w");
        }
    }

    private void checkTexts() {
        try (LuceneTextIndex index = LuceneTextIndex.open(root.resolve("texts"), VectorIndexFixture.DATABASE)) {
            assertThat(index.rebuildReason()).isEmpty();
            // Lucene commits whatever it has, so a few changes behind the clock may be there: apply them again, as at a
            // start
            for (long clock = index.appliedClock("w") + 1, end = clock + 50; clock < end; clock++) {
                index.apply("w", clock, List.of(KilledWriter.change(clock)));
            }
            Map<String, IndexChange.Put> expected = expected(index.appliedClock("w"));
            assertThat(index.count("w", IndexFilter.all(), 0)).isEqualTo(expected.size());
            expected.values()
                    .forEach(put -> assertThat(index.search(put.text(), query(null)))
                            .extracting(IndexHit::id)
                            .containsExactly(put.id()));
        }
    }

    private static IndexQuery query(String term) {
        IndexFilter filter = term == null ? IndexFilter.all() : new IndexFilter.Term(term);
        return new IndexQuery("w", filter, 0, 10, IndexQuery.ANY_SCORE);
    }
}
