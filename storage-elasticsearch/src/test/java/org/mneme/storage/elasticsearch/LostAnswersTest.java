package org.mneme.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.Written;
import org.mneme.tck.storage.Facts;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/**
 * Lose the answer of each request of an operation in turn: what it reports is what became of it, and it happens once.
 *
 * <p>The client knows two addresses, so that it also sends a request whose answer was lost to another node by itself.
 */
class LostAnswersTest {

    @TempDir
    private Path directory;

    private Relay first;
    private Relay second;
    private Storage storage;

    @BeforeEach
    void connect() {
        String node = ElasticsearchNode.uris().split(",")[0];
        first = Relay.to(node);
        second = Relay.to(node);
        storage = Facts.open(
                new ElasticsearchStorageProvider(),
                directory,
                Map.of(
                        "hosts",
                        first.uri() + "," + second.uri(),
                        "index-prefix",
                        "tck-lost-" + Cluster.random().substring(0, 8),
                        "shards",
                        "1",
                        "replicas",
                        "0"));
    }

    @AfterEach
    void disconnect() {
        storage.close();
        first.close();
        second.close();
    }

    /** How many answers in a row are lost at each address. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatIsWrittenIsWrittenOnce(int lost) {
        lose(lost);
        List<Written> created =
                storage.memories().write(Facts.SCOPE, List.of(Facts.write(1), Facts.write(2), Facts.write(3)));
        assertLost();
        assertThat(created).extracting(Written::outcome).containsOnly(Written.Outcome.CREATED);
        assertThat(Facts.stored(storage)).containsExactlyInAnyOrder(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aChangeIsMadeOnce(int lost) {
        Facts.store(storage, 1, 2);
        Memory before = storage.memories().get(Facts.SCOPE, Facts.id(1)).orElseThrow();
        Memory changed = before.toBuilder().content("a fact that is new").build();
        lose(lost);
        Optional<Memory> after = storage.memories()
                .update(Facts.SCOPE, new MemoryUpdate(changed, Optional.of(Facts.embedding(1)), before.version()));
        assertLost();
        assertThat(after)
                .hasValueSatisfying(memory -> assertThat(memory.version()).isEqualTo(before.version() + 1));
        assertThat(storage.memories().versions(Facts.SCOPE, Facts.id(1))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatIsDeletedIsReportedDeleted(int lost) {
        Facts.store(storage, 1, 3);
        lose(lost);
        assertThat(storage.memories().delete(Facts.SCOPE, Facts.id(1))).isTrue();
        assertLost();
        assertThat(Facts.stored(storage)).containsExactly(2);
        assertThat(storage.memories().deleteAll(Facts.SCOPE, Filter.all())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theSameIsStoredOnce(int lost) {
        for (int repeat = 0; repeat < 4; repeat++) {
            lose(lost);
            storage.memories().write(Facts.SCOPE, List.of(unlessThere(repeat)));
        }
        assertThat(storage.memories().count(Facts.SCOPE, Filter.all())).isEqualTo(1);
    }

    @Test
    void whatCannotBeLearnedIsReportedUnknown() {
        lose(50);
        MemoryException unknown = catchThrowableOfType(MemoryException.class, () -> Facts.store(storage, 1, 2));
        assertThat(unknown.kind()).isEqualTo(MemoryException.Kind.OUTCOME_UNKNOWN);
        assertThat(unknown.retryAfter()).isPresent();
        lose(0);
        Facts.store(storage, 1, 2);
        assertThat(Facts.stored(storage)).containsExactly(1);
    }

    /** A memory of another id that says the same; it is stored unless there is one. */
    static MemoryWrite unlessThere(int number) {
        Memory memory = Memory.builder(Facts.id(number), Facts.SCOPE, "said again and again", Facts.NOW)
                .build();
        return new MemoryWrite(
                memory,
                Optional.of(Facts.embedding(7)),
                List.of(),
                Optional.of(new Reconciliation(
                        Facts.SCOPE,
                        0.9,
                        5,
                        near -> near.isEmpty()
                                ? new Reconciliation.Decision.Insert()
                                : new Reconciliation.Decision.Keep(
                                        near.get(0).memory().id()))));
    }

    private void lose(int answers) {
        first.lose(answers);
        second.lose(answers);
    }

    private void assertLost() {
        assertThat(first.toLose() + second.toLose())
                .as("answers that were not lost")
                .isZero();
    }
}
