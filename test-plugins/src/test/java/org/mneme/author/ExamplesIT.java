package org.mneme.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.war.server.Answer;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;

/** The examples, as jars in the plugin directory of a server that is configured as the page says. */
class ExamplesIT {

    private static final Path EXAMPLES = Path.of("../examples");

    @TempDir
    private static Path data;

    private static PackagedServer server;

    @BeforeAll
    static void start() throws IOException {
        Path plugins = Files.createDirectories(data.resolve("plugins"));
        for (String example : List.of("file-notifier", "word-vectors")) {
            String jar = "example-" + example + "-" + System.getProperty("mneme.it.version") + ".jar";
            Files.copy(EXAMPLES.resolve(example).resolve("target").resolve(jar), plugins.resolve(jar));
        }
        Files.copy(EXAMPLES.resolve("word-vectors/src/test/resources/words.txt"), data.resolve("words.txt"));
        PackagedServer.Builder builder =
                PackagedServer.builder().dataDirectory(data).without("MNEME_EMBEDDING");
        Properties configuration = new Properties();
        configuration.load(new StringReader(Page.block("mneme.embedding=").text()));
        configuration
                .stringPropertyNames()
                .forEach(name -> builder.systemProperty(name, configuration.getProperty(name)));
        server = builder.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop();
        }
    }

    private static Answer store(String content) {
        return server.http()
                .post("/v1/memories")
                .key(TestKeys.RETAINR)
                .json(Map.of("content", content, "namespace", "examples"))
                .expect(201);
    }

    @Test
    void bothAreListedWithTheirJars() {
        JsonNode plugins = server.http()
                .get("/admin/v1/plugins")
                .key(TestKeys.ADMIN)
                .expect(200)
                .at("/plugins");

        assertThat(StreamSupport.stream(plugins.spliterator(), false)
                        .filter(plugin -> plugin.path("state").asText().equals("active")))
                .extracting(plugin ->
                        plugin.path("kind").asText() + " " + plugin.path("id").asText())
                .contains("embedding word-vectors", "notifier file");
        assertThat(plugins.toString()).contains("example-word-vectors-").contains("example-file-notifier-");
    }

    @Test
    void aMemoryIsFoundByAWordOfTheSameMeaning() {
        String id = store("She bought a car").text("/id");
        store("She bought a cat");

        JsonNode found = server.http()
                .post("/v1/memories/search")
                .key(TestKeys.RETAINR)
                .json(Map.of("query", "automobile", "namespace", "examples", "limit", 2))
                .expect(200)
                .at("/results");

        assertThat(found.path(0).path("id").asText()).as("%s", found).isEqualTo(id);
    }

    @Test
    void anEventIsAppendedToTheFileOfItsAddress() {
        server.http()
                .post("/v1/webhooks")
                .key(TestKeys.RETAINR)
                .json(Map.of("name", "audit", "url", "file:audit", "event_type", "memory.created"))
                .expect(201);
        String id = store("The meeting is in the morning").text("/id");

        Path file = data.resolve("events/audit.ndjson");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.exists(file) && Files.readString(file).contains(id));

        assertThat(file).content().startsWith("{\"id\":\"evt_").contains("\"event\":\"memory.created\"");
    }
}
