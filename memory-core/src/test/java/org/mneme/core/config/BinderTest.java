package org.mneme.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.spi.Option;

class BinderTest {

    private static final List<Option> OPTIONS = List.of(
            Option.of("url", Option.Type.STRING, "where the database is").mandatory(),
            Option.of("pool-size", Option.Type.INTEGER, "connections").withDefault("10"),
            Option.of("timeout", Option.Type.DURATION, "patience").withDefault("5s"),
            Option.of("password", Option.Type.INTEGER, "a secret").asSecret(),
            Option.of("mode", Option.Type.STRING, "how").withDefault("fast").oneOf("fast", "safe"),
            Option.of("file", Option.Type.PATH, "a file").withDefault("x/y"),
            Option.of("hosts", Option.Type.LIST, "hosts"));

    @Test
    void everyProblemIsReportedAtOnceAndNoSecretIsShown() {
        Binder binder = binder(Map.of(
                "mneme.storage.jpa.pool-size", "many",
                "mneme.storage.jpa.password", "hunter2",
                "mneme.storage.jpa.mode", "quick",
                "mneme.storage.jpa.pool-sise", "3"));
        binder.bind("mneme.storage.jpa.", OPTIONS);
        binder.reportUnknown();
        assertThatThrownBy(binder::stopIfWrong)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("5 problem(s)")
                .hasMessageContaining("mneme.storage.jpa.url: is missing")
                .hasMessageContaining("\"many\" is not allowed — give a whole number")
                .hasMessageContaining("give one of fast, safe")
                .hasMessageContaining("did you mean mneme.storage.jpa.pool-size?")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void valuesAndDefaultsAreReadAsDeclared() {
        Binder binder = binder(Map.of(
                "mneme.storage.jpa.url",
                "jdbc:h2:x",
                "MNEME_STORAGE_JPA_TIMEOUT",
                "2m",
                "mneme.storage.jpa.hosts",
                "a, b,,c"));
        BoundOptions options = binder.bind("mneme.storage.jpa.", OPTIONS);
        binder.reportUnknown();
        assertThatCode(binder::stopIfWrong).doesNotThrowAnyException();
        assertThat(options.getInt("pool-size")).isEqualTo(10);
        assertThat(options.getDuration("timeout")).isEqualTo(Duration.ofMinutes(2));
        assertThat(options.getList("hosts")).containsExactly("a", "b", "c");
        assertThat(options.getPath("file")).isEqualTo(Path.of("/base/x/y"));
    }

    @Test
    void anOptionThatWasNotDeclaredCannotBeRead() {
        BoundOptions options = binder(Map.of()).bind("mneme.x.", OPTIONS);
        assertThatThrownBy(() -> options.getString("other")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.getInt("url")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void secretsAreMaskedWhereOptionsAreShown() {
        BoundOptions options = binder(Map.of("mneme.x.password", "12345")).bind("mneme.x.", OPTIONS);
        assertThat(options.shown())
                .filteredOn(shown -> shown.key().equals("mneme.x.password"))
                .singleElement()
                .satisfies(shown -> {
                    assertThat(shown.value()).contains("****");
                    assertThat(shown.source()).isEqualTo("map");
                });
    }

    @Test
    void keysOfPluginsThatAreNotSelectedAreLeftAlone() {
        Binder binder = binder(Map.of("mneme.storage.other.thing", "1"));
        binder.leave("mneme.storage.other.");
        binder.reportUnknown();
        assertThatCode(binder::stopIfWrong).doesNotThrowAnyException();
    }

    private static Binder binder(Map<String, String> values) {
        return new Binder(new MapSettings(values), Path.of("/base"));
    }
}
