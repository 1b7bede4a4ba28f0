package org.mneme.war.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A start that cannot succeed says why in words an operator understands, ends with code 1, and harms nobody else. */
class FailedStartIT {

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            PackagedServer server =
                    PackagedServer.builder().port(taken.getLocalPort()).launch();

            assertEnded(server)
                    .contains("mneme.port: the server cannot listen on port " + taken.getLocalPort() + " of 127.0.0.1")
                    .contains("choose another mneme.port")
                    .doesNotContain("Mneme is ready");
        }
    }

    @Test
    void everyWrongNameAndTheDataDirectoryAreReportedTogether() throws IOException {
        Path file = Files.writeString(ServerDirectory.create("no-directory-").resolve("file"), "not a directory");
        PackagedServer server = PackagedServer.builder()
                .dataDirectory(file.resolve("data"))
                // only options of a storage that is selected are checked
                .environment("MNEME_STORAGE", "jpa")
                .environment("MNEME_EMBEDING", "hashing")
                .environment("MNEME_STORAGE_JPA_POOL_SIZE", "many")
                .environment("MNEME_EXTRACTOR", "rulez")
                .systemProperty("mneme.storage.jpa.password", "a-secret-nobody-may-read")
                .systemProperty("mneme.storage.jpa.pasword", "another-secret-nobody-may-read")
                .launch();

        assertEnded(server)
                .contains("The configuration has 5 problem(s)")
                .contains("mneme.data-dir: " + file.resolve("data") + " cannot be made")
                .contains("did you mean mneme.embedding?")
                .contains("mneme.storage.jpa.pool-size")
                .contains("mneme.extractor")
                .contains("did you mean mneme.storage.jpa.password?")
                .doesNotContain("nobody-may-read");
    }

    @Test
    @DisabledIfSystemProperty(
            named = ChosenStorage.PROPERTY,
            matches = ChosenStorage.ELASTICSEARCH,
            disabledReason = "it is about the file of the default storage")
    void aDamagedDatabaseIsSaidAndLeftAsItIs() throws IOException {
        PackagedServer.Builder builder = PackagedServer.builder();
        Path data = ServerDirectory.create("damaged-");
        try (PackagedServer server = builder.dataDirectory(data).start()) {
            server.http().get("/health").expect(200);
        }
        Path database = databaseFile(data);
        byte[] damaged = Files.readAllBytes(database);
        Arrays.fill(damaged, (byte) '?');
        Files.write(database, damaged);

        assertEnded(builder.launch()).contains("Mneme cannot start: the database cannot", "File corrupted");
        assertThat(Files.readAllBytes(database)).isEqualTo(damaged);
    }

    @Test
    @DisabledIfSystemProperty(
            named = ChosenStorage.PROPERTY,
            matches = ChosenStorage.ELASTICSEARCH,
            disabledReason = "it is about the file of the default storage")
    void twoServersOnOneDirectoryAreRefusedAndTheFirstGoesOn() {
        Path data = ServerDirectory.create("shared-");
        try (PackagedServer first = PackagedServer.builder().dataDirectory(data).start()) {
            PackagedServer second = PackagedServer.builder().dataDirectory(data).launch();

            assertEnded(second).contains("Mneme cannot start: the database cannot", "already in use");
            first.http().get("/health/ready").expect(200);
            first.http()
                    .post("/v1/memories")
                    .key(TestKeys.RETAINR)
                    .json("{\"content\":\"still here\",\"namespace\":\"n\"}")
                    .expect(201);
        }
    }

    @Test
    void aClusterThatIsAwayIsSaidWithTheOptionThatNamesIt() {
        String nowhere = "http://127.0.0.1:" + ServerDirectory.freePort();
        PackagedServer server = PackagedServer.builder()
                .environment("MNEME_STORAGE", ChosenStorage.ELASTICSEARCH)
                .environment("MNEME_STORAGE_ELASTICSEARCH_HOSTS", nowhere)
                .launch();

        assertEnded(server)
                .contains("Mneme cannot start: mneme.storage.elasticsearch.hosts: nothing answers", nowhere)
                .contains("Connection refused");
    }

    /** Check that the process ended as a failed start does, without a stack trace, and return its words. */
    private static AbstractStringAssert<?> assertEnded(PackagedServer server) {
        assertThat(server.awaitEnd()).as(server.console()).isEqualTo(1);
        return assertThat(server.console()).doesNotContain("\tat org.", "\tat java.");
    }

    private static Path databaseFile(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.toString().endsWith(".mv.db"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
