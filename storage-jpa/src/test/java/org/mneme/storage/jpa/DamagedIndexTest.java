package org.mneme.storage.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mneme.spi.Health;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.storage.Facts;

/** Whatever happens to the files that are derived from the database, the storage opens and finds everything. */
class DamagedIndexTest {

    private static final int FACTS = 40;

    @TempDir
    private Path root;

    private Path intact;

    /** What can happen to a file. */
    enum Damage {
        MISSING {
            @Override
            void hurt(Path file) throws IOException {
                Files.delete(file);
            }
        },
        TRUNCATED {
            @Override
            void hurt(Path file) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() / 2);
                }
            }
        },
        FLIPPED {
            @Override
            void hurt(Path file) throws IOException {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 0x40;
                Files.write(file, bytes);
            }
        };

        abstract void hurt(Path file) throws IOException;
    }

    @BeforeEach
    void storeFacts() {
        intact = root.resolve("intact");
        try (Storage storage = H2File.open(made(intact), Map.of())) {
            Facts.store(storage, 0, FACTS);
            // the first vectors choose the model; the search that follows opens its index
            Facts.assertFound(storage, List.of(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyDamagedFileIsMadeAgain(Damage damage) throws IOException {
        List<Path> files = indexFiles(intact);
        assertThat(files).extracting(Path::toString).anyMatch(name -> name.endsWith(".f32"));
        for (Path file : files) {
            Path copy = copyOfIntact("%s-%d".formatted(damage, files.indexOf(file)));
            damage.hurt(copy.resolve(intact.relativize(file)));
            assertOpensWhole(copy, FACTS, damage + " " + intact.relativize(file));
        }
    }

    @Test
    void aMissingDirectoryIsMadeAgain() throws IOException {
        deleteTree(intact.resolve("index"));
        assertOpensWhole(intact, FACTS, "without the directory");
        assertOpensWhole(intact, FACTS, "and once more");
    }

    @Test
    void anIndexOlderThanTheDatabaseCatchesUp() throws IOException {
        Path copy = copyOfIntact("older");
        try (Storage storage = H2File.open(intact, Map.of())) {
            Facts.store(storage, FACTS, FACTS + 20);
            storage.memories().delete(Facts.SCOPE, Facts.id(0));
        }
        deleteTree(intact.resolve("index"));
        copyTree(copy.resolve("index"), intact.resolve("index"));

        try (Storage storage = H2File.open(intact, Map.of())) {
            Facts.assertFound(storage, IntStream.range(1, FACTS + 20).boxed().toList());
            assertThat(Facts.nearest(storage, 0)).isEmpty();
            assertThat(Facts.saying(storage, 0)).isEmpty();
        }
    }

    @Test
    void anIndexNewerThanARestoredDatabaseForgetsWhatThatDoesNotHave() throws IOException {
        Path backup = copyOfIntact("backup");
        try (Storage storage = H2File.open(intact, Map.of())) {
            Facts.store(storage, FACTS, FACTS + 20);
        }
        deleteTree(backup.resolve("index"));
        copyTree(intact.resolve("index"), backup.resolve("index"));

        try (Storage storage = H2File.open(backup, Map.of())) {
            Facts.assertFound(storage, IntStream.range(0, FACTS).boxed().toList());
            assertThat(Facts.nearest(storage, FACTS + 1)).isEmpty();
            assertThat(Facts.saying(storage, FACTS + 1)).isEmpty();
        }
    }

    @Test
    void anIndexOfAnotherDatabaseIsNotUsed() throws IOException {
        Path other = made(root.resolve("other"));
        try (Storage storage = H2File.open(other, Map.of())) {
            Facts.store(storage, 1_000, 1_000 + FACTS);
        }
        deleteTree(intact.resolve("index"));
        copyTree(other.resolve("index"), intact.resolve("index"));

        assertOpensWhole(intact, FACTS, "with the index of another");
        try (Storage storage = H2File.open(intact, Map.of())) {
            assertThat(Facts.nearest(storage, 1_001)).isEmpty();
        }
    }

    private static void assertOpensWhole(Path directory, int facts, String what) {
        try (Storage storage = H2File.open(directory, Map.of())) {
            assertThat(storage.health().state()).as(what).isEqualTo(Health.State.UP);
            Facts.assertFound(storage, IntStream.range(0, facts).boxed().toList());
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(what, e);
        }
    }

    private static List<Path> indexFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("index"))) {
            List<Path> found = new ArrayList<>();
            for (Path file : (Iterable<Path>) files::iterator) {
                // a lock has no content: it is held, not read
                if (Files.isRegularFile(file) && Files.size(file) > 0) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    private Path copyOfIntact(String name) throws IOException {
        Path copy = root.resolve(name);
        copyTree(intact, copy);
        return copy;
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
