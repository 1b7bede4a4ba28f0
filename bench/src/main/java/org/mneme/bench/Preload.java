package org.mneme.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mneme.api.Attribute;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.core.plugin.Plugins;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Storage;

/** Fill a data directory with memories before a server is started on it. */
final class Preload {

    private static final int BATCH = 500;

    private Preload() {}

    /** Store {@code size} memories whose ids say their numbers; returns how many a second were stored. */
    static double fill(Path dataDirectory, String workspace, EmbeddingSpaces.Space space, Corpus corpus, int size) {
        try (Plugins plugins = Parts.on(dataDirectory)) {
            Storage storage = plugins.openStorage();
            storage.embeddingSpaces().activate(space);
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            long start = System.nanoTime();
            for (int from = 0; from < size; from += BATCH) {
                List<MemoryWrite> writes = new ArrayList<>(BATCH);
                for (int number = from; number < Math.min(size, from + BATCH); number++) {
                    writes.add(write(workspace, space, corpus, number, now));
                }
                storage.memories().write(Scope.of(workspace), writes);
            }
            return size * 1e9 / (System.nanoTime() - start);
        }
    }

    private static MemoryWrite write(
            String workspace, EmbeddingSpaces.Space space, Corpus corpus, int number, Instant now) {
        Scope place = Scope.of(workspace)
                .with(Attribute.NAMESPACE, Corpus.namespace(number))
                .with(Attribute.PROJECT, "default");
        Memory memory =
                Memory.builder(id(number), place, Texts.memory(number), now).build();
        return new MemoryWrite(
                memory, Optional.of(corpus.embedding(space.model(), number)), List.of(), Optional.empty());
    }

    static String id(int number) {
        return String.format(Locale.ROOT, "mem_%010d", number);
    }
}
