package org.mneme.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.tck.TckContext;
import org.mneme.test.elasticsearch.ElasticsearchNode;

class WorkspaceGuardTest {

    private static final String WORKSPACE = "w";

    @TempDir
    private Path directory;

    @Test
    void aServerThatIsStartedAgainTakesBackAtOnceWhatItHeldWhenItDied() {
        ElasticsearchOptions options = ElasticsearchOptions.of(TckContext.of(
                new ElasticsearchStorageProvider(),
                Map.of(
                        "hosts",
                        ElasticsearchNode.uris(),
                        "index-prefix",
                        "tck-guard-" + Cluster.random().substring(0, 8),
                        "shards",
                        "1",
                        "replicas",
                        "0"),
                Clock.systemUTC(),
                directory));
        Cluster first = Cluster.connect(options);
        new ElasticsearchSchema(first, options).migrate();
        under(first, options, held -> {
            held.note("a memory");
            // with the connection goes every way to give the guard back
            first.close();
        });

        long begun = System.nanoTime();
        try (Cluster second = Cluster.connect(options)) {
            assertThat(under(second, options, held -> {})).isEqualTo("a memory");
        }
        // other servers wait for fifteen seconds
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    /** Do something under the guard, as a server of the directory, and return what a former holder had noted. */
    private String under(Cluster cluster, ElasticsearchOptions options, Consumer<WorkspaceGuard.Held> work) {
        StringBuilder noted = new StringBuilder();
        Records records = new Records(cluster, new ElasticsearchSchema(cluster, options).records());
        try (ServerName name = ServerName.in(directory);
                WorkspaceGuard guard = new WorkspaceGuard(records, name)) {
            return guard.under(WORKSPACE, noted::append, held -> {
                work.accept(held);
                return noted.toString();
            });
        }
    }
}
