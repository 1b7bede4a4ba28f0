package org.mneme.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Clear an index's directory of what a crash or an earlier index left there. */
final class IndexFiles {

    private IndexFiles() {}

    /** Delete all files of a vector index except the given ones; of these, and the lock, none is touched. */
    static void keepOnly(Path directory, Set<Path> kept) throws IOException {
        for (Path file : list(directory)) {
            String name = file.getFileName().toString();
            boolean ours = name.endsWith(".f32") || name.endsWith(".log") || name.equals(VectorCommit.FILE + ".new");
            boolean commit = name.equals(VectorCommit.FILE) && kept.isEmpty();
            if ((ours || commit) && !kept.contains(file)) {
                Files.delete(file);
            }
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
