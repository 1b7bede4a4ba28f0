package org.mneme.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.core.config.Binder;
import org.mneme.core.config.ConfigurationException;
import org.mneme.spi.Health;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;

class BrokenPluginsTest {

    @TempDir
    private Path data;

    @Test
    void everyBrokenPluginIsSaidByItsJarAndTheRestServes() {
        TestPlugins test = new TestPlugins(data);
        List<BrokenPlugins> broken = BrokenPlugins.all();
        assertThat(broken).hasSizeGreaterThanOrEqualTo(12);
        broken.forEach(kind -> kind.writeInto(test.directory()));
        SamplePlugins.notifier("1").write(test.directory().resolve("notes.jar"));

        try (Plugins plugins = test.select()) {
            Map<String, Notifier> notifiers = plugins.openNotifiers();

            for (BrokenPlugins kind : broken) {
                assertThat(plugins.status())
                        .filteredOn(row -> row.source().equals(kind.file()))
                        .as(kind.file())
                        .hasSize(1)
                        .allSatisfy(row -> {
                            assertThat(row.state()).isEqualTo(PluginState.BROKEN);
                            assertThat(row.message().orElseThrow()).startsWith(kind.message());
                            assertThat(row.health().state()).isEqualTo(Health.State.DOWN);
                        });
            }
            assertThat(notifiers).containsOnlyKeys("notes");
            assertThat(deliver(notifiers.get("notes")).delivered()).isTrue();
            assertThat(plugins.reload())
                    .hasSameSizeAs(broken)
                    .allSatisfy(change -> assertThat(change.outcome()).isEqualTo(PluginChange.Outcome.BROKEN));
            assertThat(plugins.status())
                    .filteredOn(row -> row.state() == PluginState.ACTIVE)
                    .extracting(PluginStatus::source)
                    .containsExactly("notes.jar");
        }
    }

    @Test
    void aJarThatIsMendedIsUsedAfterTheNextReload() {
        TestPlugins test = new TestPlugins(data);
        BrokenPlugins.all().forEach(kind -> kind.writeInto(test.directory()));
        try (Plugins plugins = test.select()) {
            Map<String, Notifier> notifiers = plugins.openNotifiers();
            SamplePlugins.notifierWith("lonely", "final String hello = org.greeting.Greeting.text();")
                    .write(test.directory().resolve("lonely.jar"));

            assertThat(plugins.reload())
                    .contains(new PluginChange("lonely.jar", PluginChange.Outcome.ADDED, java.util.Optional.empty()));
            assertThat(notifiers).containsKey("lonely");
        }
    }

    @Test
    void theSelectedOneStopsTheStartByName() {
        TestPlugins test = new TestPlugins(data);
        SamplePlugins.embedding("1")
                .descriptor("id=vectors\nversion=1\nspi=[2.0,3.0)\n")
                .write(test.directory().resolve("vectors-2.jar"));
        Binder binder = test.binder();

        try (Plugins plugins = test.select(binder)) {
            assertThat(plugins.status()).hasSize(1);
            assertThatThrownBy(binder::stopIfWrong)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("mneme.embedding: there is no plugin \"vectors\"")
                    .hasMessageContaining("vectors-2.jar works with the versions [2.0,3.0) of the plugin contract");
        }
    }

    @Test
    void theSelectedOneInTwoJarsStopsTheStart() {
        TestPlugins test = new TestPlugins(data);
        SamplePlugins.embedding("1").write(test.directory().resolve("a.jar"));
        SamplePlugins.embedding("2")
                .descriptor("id=other\nversion=2\nspi=[1.0,2.0)\n")
                .write(test.directory().resolve("b.jar"));
        Binder binder = test.binder();

        try (Plugins plugins = test.select(binder)) {
            assertThat(plugins.status()).hasSize(2);
            assertThatThrownBy(binder::stopIfWrong)
                    .hasMessageContaining(
                            "mneme.embedding: b.jar: its embedding plugin \"vectors\" has the id of one in a.jar");
        }
    }

    @Test
    void aSelectedModelThatLiesStopsTheStart() {
        for (Map.Entry<String, String> lie : Map.of(
                        "vector[0] = Float.NaN;", "it returned a vector of length NaN, not 1",
                        "vector = new float[] {1, 0, 0};", "it returned 3 components, not 8",
                        "vector[0] = 2;", "it returned a vector of length 2.0, not 1")
                .entrySet()) {
            TestPlugins test = new TestPlugins(data);
            SamplePlugins.lyingEmbedding(lie.getKey()).write(test.directory().resolve("liar.jar"));

            try (Plugins plugins = test.select()) {
                assertThatThrownBy(plugins::openEmbedding)
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining(
                                "mneme.embedding: liar.jar: the embedding plugin \"vectors\" fails its check: "
                                        + lie.getValue());
            }
        }
    }

    @Test
    void theOptionsOfAJarThatCannotBeReadStopNothing() {
        TestPlugins test = new TestPlugins(data)
                .with("mneme.notifier.spool.directory", "x")
                .with("mneme.notifier.notes.kolour", "blue");
        SamplePlugins.notifier("1").write(test.directory().resolve("notes.jar"));
        JarMaker.jar().file("a", "b").write(test.directory().resolve("spool.jar"));
        Binder binder = test.binder();

        try (Plugins plugins = test.select(binder)) {
            assertThat(plugins.status()).hasSize(2);
            binder.reportUnknown();
            assertThatThrownBy(binder::stopIfWrong)
                    .hasMessageContaining("mneme.notifier.notes.kolour")
                    .hasMessageNotContaining("spool.directory");
        }
    }

    static DeliveryResult deliver(Notifier notifier) {
        return notifier.deliver(
                new Notification("evt_1", "memory.created", "notes:x", "{}", List.of("secret"), Instant.EPOCH));
    }

    static Set<String> sources(Plugins plugins) {
        return plugins.status().stream().map(PluginStatus::source).collect(java.util.stream.Collectors.toSet());
    }
}
