package org.mneme.war.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The code that the page of webhooks gives to receivers does what it says, in Node.js where that is there. */
class VerifyingSnippetTest {

    private static final String SECRET = "whsec_c2VjcmV0";
    private static final String BODY = "{\"event\":\"memory.created\"}";

    @Test
    void onlyWhatWasSignedWithTheSecretIsAccepted() throws Exception {
        assumeTrue(nodeIsHere(), "Node.js is not here");
        List<Snippet> snippets = Snippet.all("js");
        assertThat(snippets).hasSize(1);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String good = "sha256=" + HexFormat.of().formatHex(mac.doFinal(BODY.getBytes(StandardCharsets.UTF_8)));
        String calls = """

                const body = Buffer.from('%s')
                console.log(isFromMneme('%s', body, '%s'))
                console.log(isFromMneme('another', body, '%s'))
                console.log(isFromMneme('%s', Buffer.from('{}'), '%s'))
                console.log(isFromMneme('%s', body, 'sha256='), isFromMneme('%s', body, undefined))
                """.formatted(BODY, SECRET, good, good, SECRET, good, SECRET, SECRET);

        assertThat(node(snippets.get(0).text() + calls)).isEqualTo("true\nfalse\nfalse\nfalse false\n");
    }

    private static boolean nodeIsHere() {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "node")));
    }

    private static String node(String script) throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "-e", script)
                .redirectErrorStream(true)
                .start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        node.waitFor();
        return said;
    }
}
