package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** A newcomer's first minute and the examples of the document, with the language model the server has by default. */
class MeaningIT {

    private static final List<String> OTHERS = List.of(
            "The quarterly report is due on the last Friday of the month",
            "The office in Lisbon closes at six in the evening",
            "Deployment of the billing service failed because of a full disk",
            "The cat of the neighbours sleeps on the warm bonnet of the car",
            "Bread needs flour, water, salt and a night of patience");

    @Test
    void theCommandsOfTheConsoleStoreAMemoryAndFindItFirstAmongOthers() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")) && Files.isExecutable(Path.of("/usr/bin/curl")));
        PackagedServer.Builder builder = PackagedServer.builder().environment("MNEME_EMBEDDING", "onnx");
        for (String key : List.of("RETAINR", "RETAINDB", "XTRACE", "ADMIN")) {
            builder.without("MNEME_BOOTSTRAP_" + key + "_KEY");
        }
        try (PackagedServer server = builder.start()) {
            Awaitility.await().until(() -> curls(server).size() == 2);
            List<String> commands = curls(server);
            JsonNode stored = run(commands.get(0));
            assertThat(stored.path("id").asText()).startsWith("mem_");
            for (String other : OTHERS) {
                run(commands.get(0).replace("Customer prefers email over phone calls and is on a budget", other));
            }
            JsonNode found = run(commands.get(1));
            assertThat(found.at("/results/0/id")).isEqualTo(stored.get("id"));
            assertThat(found.at("/results/0/score").doubleValue())
                    .isGreaterThan(found.at("/results/1/score").doubleValue() + 0.05);
        }
    }

    @Test
    void theContextOfTheDocumentFindsItsMemoriesAtTheDefaultThreshold() {
        try (PackagedServer server =
                PackagedServer.builder().environment("MNEME_EMBEDDING", "onnx").start()) {
            WireClient http = server.http();
            for (String content : List.of(
                    "Customer is price-sensitive, prefers email over phone calls",
                    "Opened refund ticket for order #8821",
                    "Resolved: issued full refund")) {
                http.post("/v1/memories")
                        .key(TestKeys.RETAINR)
                        .json(Map.of("namespace", "customer:acme", "content", content))
                        .expect(201);
            }
            Answer answer = http.post("/v1/memories/context")
                    .key(TestKeys.RETAINR)
                    .json(Examples.CONTEXT)
                    .expect(200)
                    .has("/memories_used", 3);
            assertThat(answer.text("/context"))
                    .startsWith("User context (3 memories):\n- ")
                    .contains("- Customer is price-sensitive, prefers email over phone calls (just now)");
        }
    }

    private static List<String> curls(PackagedServer server) {
        return server.console().lines().filter(line -> line.startsWith("curl ")).toList();
    }

    private static JsonNode run(String command) {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", command).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new ObjectMapper().readTree(output);
        } catch (IOException e) {
            throw new AssertionError(command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
