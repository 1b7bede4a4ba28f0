package org.mneme.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationTest {

    private static final VectorIndexIdentity IDENTITY = new VectorIndexIdentity("database", "model", 8);

    @TempDir
    Path root;

    private final Random random = new Random(1);

    private void put(Generation generation, String id, String term) throws IOException {
        IndexedMemory memory = new IndexedMemory("w", id, Set.of(term), 0, 0, 0);
        generation.put(memory, List.of(Vectors.random(random, 8)), true);
    }

    @Test
    void aTermThatOnlyAnUncommittedMemoryKeptIsErasedWhenTheGenerationIsLoaded() throws IOException {
        Path directory = Files.createDirectory(root.resolve("index"));
        VectorCommit commit;
        Path killed;
        try (Generation generation = Generation.create(directory, 1, 8)) {
            put(generation, "removed", "user=someone");
            put(generation, "kept", "user=another");
            generation.remove("w", "removed");
            commit = generation.prepareCommit(IDENTITY, Map.of(), 10);
            put(generation, "late", "user=someone");
            generation.erase(0);
            killed = Directories.copy(directory, root.resolve("killed"));
        }
        assertThat(contains(killed, "user=someone")).isTrue();

        Generation.load(killed, commit).close();
        assertThat(contains(killed, "user=someone")).isFalse();
        assertThat(contains(killed, "user=another")).isTrue();
    }

    private static boolean contains(Path directory, String text) throws IOException {
        return Directories.anyContains(directory, text.getBytes(StandardCharsets.UTF_8));
    }
}
