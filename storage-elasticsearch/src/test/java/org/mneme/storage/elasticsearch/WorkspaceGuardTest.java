package org.mneme.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.MemoryException;
import org.mneme.tck.TckContext;
import org.mneme.test.elasticsearch.ElasticsearchNode;

class WorkspaceGuardTest {

    private static final String WORKSPACE = "w";

    private final String prefix = "tck-guard-" + Cluster.random().substring(0, 8);

    @TempDir
    private Path directory;

    @Test
    void aServerThatIsStartedAgainTakesBackAtOnceWhatItHeldWhenItDied() {
        ElasticsearchOptions options = options("10s");
        Cluster first = Cluster.connect(options);
        new ElasticsearchSchema(first, options).migrate();
        under(first, options, directory, held -> {
            held.note("a memory");
            // with the connection goes every way to give the guard back
            first.close();
        });

        long begun = System.nanoTime();
        try (Cluster second = Cluster.connect(options)) {
            assertThat(under(second, options, directory, held -> {})).isEqualTo("a memory");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isLessThan(WorkspaceGuard.stands(options.requestTimeout()).minusSeconds(5));
    }

    @Test
    void anotherServerWaitsForAsLongAsTheHolderSaysThatItMayHold(@TempDir Path other) {
        ElasticsearchOptions slow = options("1s");
        ElasticsearchOptions quick = options("300ms");
        Duration stands = WorkspaceGuard.stands(slow.requestTimeout());
        assertThat(stands).isGreaterThan(WorkspaceGuard.stands(quick.requestTimeout()));
        try (Cluster first = Cluster.connect(slow);
                Cluster second = Cluster.connect(quick)) {
            new ElasticsearchSchema(first, slow).migrate();
            MemoryException lost = MemoryException.outcomeUnknown("lost", null);
            // what it has sent may yet arrive, so it does not give the guard back
            assertThatThrownBy(() -> under(first, slow, directory, held -> {
                        held.note("a memory");
                        throw lost;
                    }))
                    .isSameAs(lost);

            long begun = System.nanoTime();
            assertThat(under(second, quick, other, held -> {})).isEqualTo("a memory");
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(stands, stands.plus(Duration.ofSeconds(4)));
        }
    }

    private ElasticsearchOptions options(String requestTimeout) {
        return ElasticsearchOptions.of(TckContext.of(
                new ElasticsearchStorageProvider(),
                Map.of(
                        "hosts",
                        ElasticsearchNode.uris(),
                        "index-prefix",
                        prefix,
                        "request-timeout",
                        requestTimeout,
                        "shards",
                        "1",
                        "replicas",
                        "0"),
                Clock.systemUTC(),
                directory));
    }

    /** Do something under the guard, as a server of the directory, and return what a former holder had noted. */
    private static String under(
            Cluster cluster, ElasticsearchOptions options, Path directory, Consumer<WorkspaceGuard.Held> work) {
        StringBuilder noted = new StringBuilder();
        Records records = new Records(cluster, new ElasticsearchSchema(cluster, options).records());
        try (ServerName name = ServerName.in(directory);
                WorkspaceGuard guard = new WorkspaceGuard(records, name, options.requestTimeout())) {
            return guard.under(WORKSPACE, noted::append, held -> {
                work.accept(held);
                return noted.toString();
            });
        }
    }
}
