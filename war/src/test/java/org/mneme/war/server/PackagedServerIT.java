package org.mneme.war.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PackagedServerIT {

    @Test
    void aServerIsReadySoonAndServesAgainAfterItWasKilled() {
        PackagedServer.Builder builder = PackagedServer.builder();
        long first;
        Instant begin = Instant.now();
        try (PackagedServer server = builder.start()) {
            // 15 s are promised of a machine that does nothing else; the one that runs the tests may do much
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(60));
            server.http().get("/health").expect(200).has("/status", "ok");
            first = server.pid();
            server.kill();
            assertThat(server.isAlive()).isFalse();
            assertThat(ProcessHandle.of(first)).as("no script stands between").isEmpty();
        }
        try (PackagedServer server = builder.start()) {
            assertThat(server.pid()).isNotEqualTo(first);
            server.http().get("/health/ready").expect(200);
            server.stop();
            assertThat(server.console())
                    .contains("Mneme is ready at " + server.baseUri())
                    .doesNotContain("[ERROR", "[WARNING");
        }
    }

    @Test
    void withoutConfiguredKeysTheFirstStartMakesThemForTheirOwnerOnly() throws IOException {
        Path data = ServerDirectory.create("first-start-");
        PackagedServer.Builder builder = PackagedServer.builder().dataDirectory(data);
        for (String key : new String[] {"RETAINR", "RETAINDB", "XTRACE", "ADMIN"}) {
            builder.without("MNEME_BOOTSTRAP_" + key + "_KEY");
        }
        try (PackagedServer server = builder.start()) {
            Path keys = data.resolve("keys.txt");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(keys)).contains("RETAINR_API_KEY=rec_live_");
            server.stop();
            assertThat(server.console()).contains(keys.toString()).doesNotContain("rec_live_");
        }
    }

    @Test
    void aWrongConfigurationIsReportedAtOnceAndEndsTheProcess() {
        PackagedServer server = PackagedServer.builder()
                .environment("MNEME_PROT", "9080")
                .systemProperty("mneme.http.max-body-bytes", "many")
                .launch();

        assertThat(server.awaitEnd()).isEqualTo(1);
        assertThat(server.console())
                .contains("MNEME_PROT: is not a known option", "did you mean mneme.port?")
                .contains("mneme.http.max-body-bytes");
    }
}
