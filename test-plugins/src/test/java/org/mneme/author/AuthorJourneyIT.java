package org.mneme.author;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.war.server.PackagedServer;

/** The commands of the page lead from an empty directory to a plugin that a running server lists. */
class AuthorJourneyIT {

    @TempDir
    private Path root;

    @Test
    void theCommandsOfThePageLeadFromAnEmptyDirectoryToAListedPlugin() throws Exception {
        AuthorMachine machine = AuthorMachine.create(root.toRealPath());
        try (PackagedServer server = server(machine)) {
            assertThat(machine.empty()).isEmptyDirectory();

            List<String> commands = Page.commands();
            int last = commands.size() - 1;
            machine.run(commands.subList(0, last));
            server.awaitReady();
            String answer = machine.run(List.of(commands.get(last)
                    .replace("http://localhost:9080", server.baseUri().toString())
                    .replace("curl -s ", "curl -sS --fail-with-body ")));

            assertThat(machine.empty().resolve("hello/target/surefire-reports/com.example.WordsEmbeddingTest.txt"))
                    .content()
                    .contains("Failures: 0, Errors: 0, Skipped: 0");
            assertThat(listed(answer))
                    .contains(
                            "embedding hello 1.0.0-SNAPSHOT hello.jar available",
                            "notifier hello 1.0.0-SNAPSHOT hello.jar active");
        }
    }

    /** The server of the page: it runs in the checkout, which has made its keys. */
    private static PackagedServer server(AuthorMachine machine) {
        PackagedServer.Builder builder = PackagedServer.builder()
                .dataDirectory(machine.mneme().resolve("data/mneme"))
                .without("MNEME_BOOTSTRAP_WORKSPACE_ID");
        for (String key : List.of("RETAINR", "RETAINDB", "XTRACE", "ADMIN")) {
            builder.without("MNEME_BOOTSTRAP_" + key + "_KEY");
        }
        return builder.launch();
    }

    private static List<String> listed(String answer) throws Exception {
        List<String> plugins = new ArrayList<>();
        for (JsonNode plugin : new ObjectMapper().readTree(answer).path("plugins")) {
            plugins.add(Stream.of("kind", "id", "version", "jar", "state")
                    .map(field -> plugin.path(field).asText())
                    .collect(Collectors.joining(" ")));
        }
        return plugins;
    }
}
