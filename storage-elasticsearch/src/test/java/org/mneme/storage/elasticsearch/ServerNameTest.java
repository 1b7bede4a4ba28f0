package org.mneme.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerNameTest {

    @TempDir
    private Path directory;

    @Test
    void aServerThatIsStartedAgainHasTheNameItHad() {
        String first = nameIn(directory);
        assertThat(nameIn(directory)).isEqualTo(first);
    }

    @Test
    void twoServersInOneDirectoryHaveTwoNames() {
        try (ServerName first = ServerName.in(directory);
                ServerName second = ServerName.in(directory)) {
            assertThat(second).doesNotHaveToString(first.toString());
        }
    }

    @Test
    void twoDirectoriesHaveTwoNames() throws IOException {
        assertThat(nameIn(directory)).isNotEqualTo(nameIn(Files.createDirectory(directory.resolve("other"))));
    }

    @Test
    void aCopyOfTheDirectoryIsAnotherServerOnTheSameMachine() throws IOException {
        String first = nameIn(directory);
        Path copy = Files.createDirectory(directory.resolve("copy"));
        Files.copy(directory.resolve("server"), copy.resolve("server"));
        assertThat(nameIn(copy)).isNotEqualTo(first);
        assertThat(nameIn(directory)).isEqualTo(first);
    }

    @Test
    void aCopyOfTheWholeDiskIsAnotherServerOnAnotherMachine() {
        String first = nameIn(directory, "one host, one run");
        assertThat(nameIn(directory, "one host, another run")).isNotEqualTo(first);
        assertThat(nameIn(directory, "one host, one run")).isEqualTo(first);
    }

    @Test
    void aNameThatWasCutOffIsMadeAnew() throws IOException {
        String first = nameIn(directory);
        Files.writeString(directory.resolve("server"), first.substring(0, 7));
        String second = nameIn(directory);
        assertThat(second).hasSameSizeAs(first).isNotEqualTo(first);
        assertThat(nameIn(directory)).isEqualTo(second);
    }

    @Test
    void withoutADirectoryTheNameEndsWithTheProcess() {
        Path nowhere = directory.resolve("nowhere");
        assertThat(nameIn(nowhere)).isNotEmpty().isNotEqualTo(nameIn(nowhere));
    }

    private static String nameIn(Path where) {
        try (ServerName name = ServerName.in(where)) {
            return name.toString();
        }
    }

    private static String nameIn(Path where, String machine) {
        try (ServerName name = ServerName.in(where, machine)) {
            return name.toString();
        }
    }
}
