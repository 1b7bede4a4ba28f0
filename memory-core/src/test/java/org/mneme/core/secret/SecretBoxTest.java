package org.mneme.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.MemoryException;
import org.mneme.core.config.Binder;
import org.mneme.core.config.ConfigurationException;
import org.mneme.core.config.MapSettings;

class SecretBoxTest {

    private static final String OLD = "the old key has thirty-two characters";
    private static final String NEW = "the new key has thirty-two characters";

    @TempDir
    Path directory;

    private static SecretOptions options(Map<String, String> settings) {
        Binder binder = new Binder(new MapSettings(settings), Path.of("."));
        SecretOptions options = SecretOptions.bind(binder);
        binder.stopIfWrong();
        return options;
    }

    @Test
    void whatIsSealedCanBeOpenedByItsOwnerOnly() {
        SecretBox box = new SecretBox(OLD, List.of());
        String sealed = box.seal("größtes Geheimnis", "wh_1");
        assertThat(sealed).doesNotContain("Geheimnis");
        assertThat(box.open(sealed, "wh_1")).isEqualTo("größtes Geheimnis");
        assertThatThrownBy(() -> box.open(sealed, "wh_2")).isInstanceOf(MemoryException.class);
    }

    @Test
    void theSameSecretNeverLooksTheSame() {
        SecretBox box = new SecretBox(OLD, List.of());
        assertThat(box.seal("s", "wh_1")).isNotEqualTo(box.seal("s", "wh_1"));
    }

    @Test
    void oneChangedLetterIsNoticed() {
        SecretBox box = new SecretBox(OLD, List.of());
        String sealed = box.seal("secret", "wh_1");
        for (int i = 0; i < sealed.length(); i++) {
            // of the last letter only the first two bits count, and in those A and Q differ too
            char other = sealed.charAt(i) == 'A' ? 'Q' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            assertThatThrownBy(() -> box.open(changed, "wh_1")).isInstanceOf(MemoryException.class);
        }
    }

    @Test
    void aNewKeyOpensWhatThePreviousSealedAndSaysThatItIsOutdated() {
        String sealed = new SecretBox(OLD, List.of()).seal("secret", "wh_1");
        SecretBox changed = new SecretBox(NEW, List.of(OLD));
        assertThat(changed.open(sealed, "wh_1")).isEqualTo("secret");
        assertThat(changed.isOutdated(sealed)).isTrue();
        assertThat(changed.isOutdated(changed.seal("secret", "wh_1"))).isFalse();
        assertThatThrownBy(() -> new SecretBox(NEW, List.of()).open(sealed, "wh_1"))
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.code()).isEqualTo("secret_unreadable"));
    }

    @Test
    void withoutAConfiguredKeyOneIsMadeForItsOwnerOnlyAndFoundAgain() throws Exception {
        String sealed = options(Map.of()).open(directory).seal("secret", "wh_1");
        assertThat(options(Map.of()).open(directory).open(sealed, "wh_1")).isEqualTo("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("secrets.key"))))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryContaining(path -> path.endsWith("secrets.key"));
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aKeyConfiguredLaterStillOpensWhatTheFilesKeySealed() {
        String sealed = options(Map.of()).open(directory).seal("secret", "wh_1");
        SecretBox configured = options(Map.of("mneme.secrets.key", NEW)).open(directory);
        assertThat(configured.open(sealed, "wh_1")).isEqualTo("secret");
        assertThat(configured.isOutdated(sealed)).isTrue();
    }

    @Test
    void aKeyThatCouldNotBecomeAPreviousOneStopsTheStart() {
        assertThatThrownBy(() -> options(Map.of("mneme.secrets.key", NEW + ", or so")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("comma");
    }

    @Test
    void aShortKeyStopsTheStartWithoutShowingIt() {
        assertThatThrownBy(() -> options(Map.of("mneme.secrets.key", "hunter2")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("32 characters")
                .hasMessageNotContaining("hunter2");
    }
}
