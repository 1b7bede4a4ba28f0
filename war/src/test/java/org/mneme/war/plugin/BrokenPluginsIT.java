package org.mneme.war.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.core.plugin.BrokenPlugins;
import org.mneme.core.plugin.SamplePlugins;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;

/** Whatever lies in the plugin directory, the server starts and serves; only what is selected may stop it, by its name. */
class BrokenPluginsIT {

    @TempDir
    private Path directory;

    @Test
    void everyKindOfBrokenPluginIsNamedAndTheServerServesOn() {
        List<BrokenPlugins> kinds = BrokenPlugins.all();
        assertThat(kinds).hasSizeGreaterThanOrEqualTo(12);
        kinds.forEach(kind -> kind.writeInto(directory));
        SamplePlugins.notifier("1").write(directory.resolve("notes.jar"));

        try (PackagedServer server = server().start()) {
            List<JsonNode> shown = plugins(server);
            for (BrokenPlugins kind : kinds) {
                assertThat(shown)
                        .filteredOn(plugin -> plugin.get("jar").asText().equals(kind.file()))
                        .as(kind.file())
                        .singleElement()
                        .satisfies(plugin -> {
                            assertThat(plugin.get("state").asText()).isEqualTo("broken");
                            assertThat(plugin.get("message").asText()).startsWith(kind.message());
                        });
                assertThat(server.console()).contains(kind.message());
            }
            assertThat(shown)
                    .filteredOn(plugin -> plugin.get("jar").asText().equals("notes.jar"))
                    .singleElement()
                    .satisfies(
                            plugin -> assertThat(plugin.get("state").asText()).isEqualTo("active"));
            assertServes(server);

            // the same once more, while it serves
            assertThat(server.http()
                            .post("/admin/v1/plugins/reload")
                            .key(TestKeys.ADMIN)
                            .expect(200)
                            .at("/changes")
                            .findValuesAsText("outcome"))
                    .hasSize(kinds.size())
                    .containsOnly("broken");
            assertServes(server);
        }
    }

    @Test
    void theSelectedOneStopsTheStartAndIsNamed() {
        SamplePlugins.lyingEmbedding("vector[0] = Float.NaN;").write(directory.resolve("liar.jar"));
        BrokenPlugins.all().get(0).writeInto(directory);
        PackagedServer server =
                server().environment("MNEME_EMBEDDING", "vectors").launch();

        assertThat(server.awaitEnd()).as(server.console()).isEqualTo(1);
        assertThat(server.console())
                .contains(
                        "mneme.embedding: liar.jar: the embedding plugin \"vectors\" fails its check: it returned a vector"
                                + " of length NaN, not 1")
                .doesNotContain("\tat org.");
    }

    private PackagedServer.Builder server() {
        return PackagedServer.builder().environment("MNEME_PLUGINS_DIR", directory.toString());
    }

    private static List<JsonNode> plugins(PackagedServer server) {
        JsonNode plugins = server.http()
                .get("/admin/v1/plugins")
                .key(TestKeys.ADMIN)
                .expect(200)
                .at("/plugins");
        return StreamSupport.stream(plugins.spliterator(), false).toList();
    }

    private static void assertServes(PackagedServer server) {
        server.http().get("/health/ready").expect(200);
        server.http()
                .post("/v1/memories")
                .key(TestKeys.RETAINR)
                .json(Map.of("namespace", "n", "content", "The server serves on."))
                .expect(201);
    }
}
