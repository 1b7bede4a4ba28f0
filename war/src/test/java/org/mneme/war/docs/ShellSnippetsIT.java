package org.mneme.war.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.war.server.ChosenStorage;
import org.mneme.war.server.PackagedServer;

/**
 * Run the shell blocks of every page, in their order and in one shell for a page, as a newcomer would who has just started
 * the server for the first time.
 *
 * <p>A JSON block behind a shell block is what that writes: the same fields in any order, numbers to a hundredth, and "…"
 * for what differs from one time to the next. Commands for Maven are checked by {@link SnippetsTest} and not run: they would
 * build the project within its own build.
 */
class ShellSnippetsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String END = "----- end of the block -----";

    @TempDir
    private Path directory;

    @Test
    void everyShellBlockRunsAndWritesWhatThePageSays() throws Exception {
        Map<String, List<Snippet>> pages = Snippet.all().stream()
                .collect(Collectors.groupingBy(Snippet::page, LinkedHashMap::new, Collectors.toList()));
        try (PackagedServer server = firstStart()) {
            int run = 0;
            for (List<Snippet> page : pages.values()) {
                run += run(page, server);
            }
            assertThat(run).as("shell blocks that were run").isGreaterThanOrEqualTo(5);
        }
    }

    private PackagedServer firstStart() {
        PackagedServer.Builder builder = PackagedServer.builder()
                .dataDirectory(directory.resolve("data/mneme"))
                .without("MNEME_EMBEDDING")
                // the page on changing the model has another one configured
                .environment("MNEME_REEMBED_EMBEDDING", "onnx")
                .environment("MNEME_REEMBED_EMBEDDING_ONNX_MODEL", "all-minilm-l6-v2")
                .without("MNEME_BOOTSTRAP_WORKSPACE_ID");
        for (String key : new String[] {"RETAINR", "RETAINDB", "XTRACE", "ADMIN"}) {
            builder.without("MNEME_BOOTSTRAP_" + key + "_KEY");
        }
        return builder.start();
    }

    /** Run what is to be run of a page, and return how many blocks that were. */
    private int run(List<Snippet> page, PackagedServer server) throws Exception {
        List<Snippet> blocks = page.stream()
                .filter(snippet -> snippet.language().equals("sh"))
                .filter(snippet -> !snippet.isForMaven())
                .filter(snippet -> Exceptions.reason(snippet).isEmpty())
                .toList();
        if (blocks.isEmpty()) {
            return 0;
        }
        List<String> outputs = outputs(blocks, server);
        for (int i = 0; i < blocks.size(); i++) {
            int next = page.indexOf(blocks.get(i)) + 1;
            if (next < page.size() && page.get(next).language().equals("json")) {
                assertMatches(page.get(next), outputs.get(i));
            }
        }
        return blocks.size();
    }

    private List<String> outputs(List<Snippet> blocks, PackagedServer server) throws Exception {
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        for (Snippet block : blocks) {
            script.append(block.text()
                            .replace("http://localhost:9080", server.baseUri().toString())
                            .replace("curl -s ", "curl -sS --fail-with-body "))
                    .append("\necho; echo '" + END + "'\n");
        }
        Path file = Files.writeString(directory.resolve("page.sh"), script);
        Process shell = new ProcessBuilder("bash", file.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as("%s …: %s", blocks.get(0), output).isZero();
        return List.of(output.split(END));
    }

    private static void assertMatches(Snippet expected, String output) {
        List<String> differences = new ArrayList<>();
        // pages show the default storage
        String page = expected.text().replace("\"jpa\"", '"' + ChosenStorage.name() + '"');
        compare("", parse(page), parse(output), differences);
        assertThat(differences).as("%s, which got %s", expected, output).isEmpty();
    }

    private static void compare(String at, JsonNode expected, JsonNode actual, List<String> differences) {
        if (expected.isTextual() && expected.asText().contains("…")) {
            String[] ends = expected.asText().split("…", 2);
            if (!actual.asText().startsWith(ends[0]) || !actual.asText().endsWith(ends[1])) {
                differences.add(at + " is " + actual);
            }
            return;
        }
        if (expected.isNumber() && actual.isNumber()) {
            if (Math.abs(expected.asDouble() - actual.asDouble()) > 0.01) {
                differences.add(at + " is " + actual + ", not " + expected);
            }
            return;
        }
        if (expected.isContainerNode() && expected.size() == actual.size()) {
            expected.properties()
                    .forEach(field -> compare(
                            at + "/" + field.getKey(), field.getValue(), actual.path(field.getKey()), differences));
            for (int i = 0; expected.isArray() && i < expected.size(); i++) {
                compare(at + "/" + i, expected.get(i), actual.path(i), differences);
            }
            return;
        }
        if (!expected.equals(actual)) {
            differences.add(at + " is " + actual + ", not " + expected);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(new IOException(json, e));
        }
    }
}
