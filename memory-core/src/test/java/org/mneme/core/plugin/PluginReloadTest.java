package org.mneme.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.core.plugin.PluginChange.Outcome;
import org.mneme.spi.Health;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Extractor;
import org.mneme.spi.notifier.Notifier;

class PluginReloadTest {

    @TempDir
    private Path data;

    @Test
    void anEmbeddingPluginIsReplacedUnderItsUser() {
        TestPlugins test = new TestPlugins(data);
        SamplePlugins.embedding("1").write(jar("vectors.jar"));
        try (Plugins plugins = test.select()) {
            EmbeddingModel model = plugins.openEmbedding();
            List<Embedding> before = model.embed(List.of("a text"), Purpose.QUERY);
            assertThat(model.health().message()).isEqualTo("1");

            SamplePlugins.embedding("2").write(jar("vectors.jar"));
            assertThat(outcomes(plugins)).containsExactly(Outcome.REPLACED);

            assertThat(model.health().message()).isEqualTo("2");
            assertThat(model.embed(List.of("a text"), Purpose.QUERY).get(0).single())
                    .isEqualTo(before.get(0).single());
            assertThat(outcomes(plugins)).as("nothing has changed since").isEmpty();
        }
    }

    @Test
    void aNewVersionUnderANewFileNameTakesThePlaceOfTheOld() throws IOException {
        TestPlugins test = new TestPlugins(data);
        SamplePlugins.embedding("1").write(jar("vectors-1.jar"));
        SamplePlugins.extractor("1").write(jar("words-1.jar"));
        try (Plugins plugins = test.select()) {
            EmbeddingModel model = plugins.openEmbedding();
            Extractor extractor = plugins.openExtractor();
            SamplePlugins.embedding("2").write(jar("vectors-2.jar"));
            SamplePlugins.extractor("2").write(jar("words-2.jar"));

            assertThat(outcomes(plugins)).as("while both are there").containsExactly(Outcome.BROKEN, Outcome.BROKEN);
            Files.delete(jar("vectors-1.jar"));
            Files.delete(jar("words-1.jar"));
            assertThat(outcomes(plugins)).containsExactly(Outcome.REPLACED, Outcome.REPLACED);

            assertThat(model.health().message()).isEqualTo("2");
            assertThat(extractor.extract(said()).note()).contains("2");
            assertThat(BrokenPluginsTest.sources(plugins)).containsExactlyInAnyOrder("words-2.jar", "vectors-2.jar");
        }
    }

    @Test
    void aNotifierComesAndGoesWithItsJar() throws IOException {
        TestPlugins test = new TestPlugins(data);
        try (Plugins plugins = test.select()) {
            Map<String, Notifier> notifiers = plugins.openNotifiers();
            assertThat(notifiers).isEmpty();

            SamplePlugins.notifier("1").write(jar("notes.jar"));
            assertThat(outcomes(plugins)).containsExactly(Outcome.ADDED);
            Notifier notifier = notifiers.get("notes");
            assertThat(BrokenPluginsTest.deliver(notifier).delivered()).isTrue();

            Files.delete(jar("notes.jar"));
            assertThat(outcomes(plugins)).containsExactly(Outcome.REMOVED);
            assertThat(notifiers).isEmpty();
            assertThatThrownBy(() -> BrokenPluginsTest.deliver(notifier))
                    .isInstanceOfSatisfying(
                            MemoryException.class, e -> assertThat(e.code()).isEqualTo("notifier_missing"));
            assertThat(plugins.status()).isEmpty();
        }
    }

    @Test
    void aBadJarLeavesTheOldOneServing() throws IOException {
        TestPlugins test = new TestPlugins(data);
        SamplePlugins.embedding("1").write(jar("vectors.jar"));
        SamplePlugins.notifier("1").write(jar("notes.jar"));
        try (Plugins plugins = test.select()) {
            EmbeddingModel model = plugins.openEmbedding();
            Map<String, Notifier> notifiers = plugins.openNotifiers();
            Files.writeString(jar("notes.jar"), "no jar any more");
            SamplePlugins.lyingEmbedding("vector[0] = Float.NaN;").write(jar("vectors.jar"));

            assertThat(plugins.reload())
                    .extracting(PluginChange::toString)
                    .anyMatch(line -> line.startsWith("notes.jar: refused (notes.jar is damaged or no jar"))
                    .anyMatch(line ->
                            line.startsWith("vectors.jar: refused (vectors.jar: the embedding plugin \"vectors\""
                                    + " fails its check: it returned a vector of length NaN, not 1"));
            assertThat(model.embed(List.of("a text"), Purpose.QUERY)).hasSize(1);
            assertThat(BrokenPluginsTest.deliver(notifiers.get("notes")).delivered())
                    .isTrue();
            assertThat(plugins.status()).allSatisfy(row -> {
                assertThat(row.state()).isEqualTo(PluginState.ACTIVE);
                assertThat(row.message()).isPresent();
            });

            SamplePlugins.embedding("3").write(jar("vectors.jar"));
            SamplePlugins.notifier("3").write(jar("notes.jar"));
            assertThat(outcomes(plugins)).containsExactly(Outcome.REPLACED, Outcome.REPLACED);
            assertThat(plugins.status())
                    .allSatisfy(row -> assertThat(row.message()).isEmpty());
        }
    }

    @Test
    void anotherModelIsRefusedBecauseItsVectorsAreOthers() {
        TestPlugins test = new TestPlugins(data);
        SamplePlugins.embedding("1").write(jar("vectors.jar"));
        try (Plugins plugins = test.select()) {
            EmbeddingModel model = plugins.openEmbedding();
            for (JarMaker other :
                    List.of(SamplePlugins.embedding("acme:vectors", 16), SamplePlugins.embedding("acme:new", 8))) {
                other.write(jar("vectors.jar"));

                assertThat(plugins.reload()).singleElement().satisfies(change -> {
                    assertThat(change.outcome()).isEqualTo(Outcome.REFUSED);
                    assertThat(change.message().orElseThrow())
                            .contains("the one it would replace makes vectors of acme:vectors (8 dimensions)")
                            .contains("embedding every memory again");
                });
                assertThat(model.embed(List.of("a text"), Purpose.QUERY).get(0).dimension())
                        .isEqualTo(8);
            }
        }
    }

    @Test
    void whatIsSelectedOutlivesItsJar() throws IOException {
        TestPlugins test = new TestPlugins(data);
        SamplePlugins.embedding("1").write(jar("vectors.jar"));
        try (Plugins plugins = test.select()) {
            EmbeddingModel model = plugins.openEmbedding();
            Files.delete(jar("vectors.jar"));

            assertThat(outcomes(plugins)).containsExactly(Outcome.KEPT);
            assertThat(model.embed(List.of("a text"), Purpose.QUERY)).hasSize(1);
            assertThat(plugins.status(PluginKind.EMBEDDING).message().orElseThrow())
                    .startsWith("vectors.jar is gone, but serves on");
        }
    }

    @Test
    void aStorageWaitsForTheNextStart() {
        TestPlugins test = new TestPlugins(data);
        SamplePlugins.storage("1").write(jar("shelf.jar"));
        try (Plugins plugins = test.select()) {
            assertThat(plugins.status())
                    .singleElement()
                    .extracting(PluginStatus::state)
                    .isEqualTo(PluginState.AVAILABLE);
            SamplePlugins.storage("2").write(jar("shelf.jar"));

            assertThat(outcomes(plugins)).containsExactly(Outcome.RESTART_NEEDED);
            assertThat(plugins.status())
                    .singleElement()
                    .extracting(PluginStatus::state)
                    .isEqualTo(PluginState.RESTART_NEEDED);
        }
    }

    @Test
    void aCallEndsWithTheInstanceItBeganWith() throws Exception {
        TestPlugins test = new TestPlugins(data);
        Path gate = data.resolve("gate");
        SamplePlugins.embeddingThat("""
                if (texts.get(0).equals("wait")) {
                    while (!java.nio.file.Files.exists(java.nio.file.Path.of("%s"))) { Thread.onSpinWait(); }
                }
                """.formatted(gate)).write(jar("vectors.jar"));
        try (Plugins plugins = test.select()) {
            EmbeddingModel model = plugins.openEmbedding();
            CompletableFuture<List<Embedding>> begun =
                    CompletableFuture.supplyAsync(() -> model.embed(List.of("wait"), Purpose.MEMORY));
            await().until(() -> threads("mneme-plugin-vectors") > 0);
            SamplePlugins.embedding("2").write(jar("vectors.jar"));
            CompletableFuture<List<Outcome>> reload = CompletableFuture.supplyAsync(() -> outcomes(plugins));

            await().until(() -> model.health().message().equals("2"));
            assertThat(model.embed(List.of("meanwhile"), Purpose.MEMORY)).hasSize(1);
            assertThat(begun).isNotDone();
            assertThat(reload)
                    .as("the old one is closed only when the call has left it")
                    .isNotDone();
            Files.createFile(gate);

            assertThat(begun.get()).hasSize(1);
            assertThat(reload.get()).containsExactly(Outcome.REPLACED);
        }
    }

    @Test
    void aPluginThatBlocksIsLeftAndShownAsFailing() {
        TestPlugins test = new TestPlugins(data).timeout(Duration.ofMillis(400));
        SamplePlugins.embeddingThat("""
                if (texts.get(0).equals("block")) {
                    for (;;) {
                        try { Thread.sleep(1000); } catch (InterruptedException e) { break; }
                    }
                }
                """).write(jar("vectors.jar"));
        try (Plugins plugins = test.select()) {
            EmbeddingModel model = plugins.openEmbedding();

            assertThatThrownBy(() -> model.embed(List.of("block"), Purpose.QUERY))
                    .isInstanceOfSatisfying(MemoryException.class, e -> {
                        assertThat(e.kind()).isEqualTo(MemoryException.Kind.UNAVAILABLE);
                        assertThat(e.code()).isEqualTo("embedding_unavailable");
                    })
                    .hasMessage("The embedding model gave no answer within 400 ms.");
            PluginStatus failing = plugins.status(PluginKind.EMBEDDING);
            assertThat(failing.state()).isEqualTo(PluginState.FAILING);
            assertThat(failing.message().orElseThrow()).contains("gave no answer within 400 ms");
            assertThat(failing.health().details()).containsKeys("last_error", "last_error_at");

            model.embed(List.of("well again"), Purpose.QUERY);
            assertThat(plugins.status(PluginKind.EMBEDDING).state()).isEqualTo(PluginState.ACTIVE);
        }
    }

    @Test
    void aPluginThatThrowsOrLiesLaterIsTranslatedAndShown() {
        TestPlugins test = new TestPlugins(data);
        SamplePlugins.embeddingThat("""
                switch (texts.get(0)) {
                    case "throw" -> throw new IllegalStateException("the key sk-123 was refused");
                    case "link" -> throw new NoSuchMethodError("com.acme.Json.read()");
                    case "recurse" -> { return embed(texts, purpose); }
                    case "null" -> { return null; }
                    case "short" -> { return List.of(new Embedding(modelId(), List.of(new float[] {1}))); }
                    default -> { }
                }
                """).write(jar("vectors.jar"));
        try (Plugins plugins = test.select()) {
            EmbeddingModel model = plugins.openEmbedding();
            Map<String, String> shown = Map.of(
                    "throw", "java.lang.IllegalStateException: the key sk-123 was refused",
                    "link", "java.lang.NoSuchMethodError: com.acme.Json.read()",
                    "recurse", "java.lang.StackOverflowError",
                    "null", "returned nothing for 1 texts",
                    "short", "returned 1 components, not 8");
            shown.forEach((text, detail) -> {
                assertThatThrownBy(() -> model.embed(List.of(text), Purpose.QUERY))
                        .as(text)
                        .isInstanceOfSatisfying(
                                MemoryException.class, e -> assertThat(e.code()).isEqualTo("embedding_unavailable"))
                        .hasMessageNotContaining("sk-123");
                assertThat(plugins.status(PluginKind.EMBEDDING).message().orElseThrow())
                        .as(text)
                        .endsWith(detail);
            });
        }
    }

    @Test
    void aHealthThatNeverAnswersKeepsNobodyWaiting() {
        TestPlugins test = new TestPlugins(data).timeout(Duration.ofMillis(200));
        JarMaker sleepy = SamplePlugins.embedding("1");
        String source = "com.acme.vectors.Vectors";
        sleepy.source(source, """
                package com.acme.vectors;
                import java.util.*;
                import org.mneme.api.*;
                import org.mneme.spi.*;
                import org.mneme.spi.embedding.*;
                public class Vectors implements EmbeddingProvider {
                    public String id() { return "vectors"; }
                    public EmbeddingModel open(PluginContext context) {
                        return new EmbeddingModel() {
                            public String modelId() { return "acme:sleepy"; }
                            public int dimension() { return 1; }
                            public List<Embedding> embed(List<String> texts, Purpose purpose) {
                                return texts.stream()
                                        .map(text -> new Embedding(modelId(), List.of(new float[] {1}))).toList();
                            }
                            public Health health() { for (;;) { try { Thread.sleep(60_000); } catch (InterruptedException e) { } } }
                            public void close() {}
                        };
                    }
                }
                """).write(jar("vectors.jar"));
        try (Plugins plugins = test.select()) {
            plugins.openEmbedding();
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                assertThat(plugins.status(PluginKind.EMBEDDING).health().state())
                        .isEqualTo(Health.State.DOWN);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            assertThat(plugins.status(PluginKind.EMBEDDING).state()).isEqualTo(PluginState.FAILING);
        }
    }

    @Test
    void twoPluginsHaveClashingVersionsOfOneLibrary() throws IOException {
        TestPlugins test = new TestPlugins(data);
        for (String version : List.of("one", "two")) {
            Map<String, byte[]> all = JarMaker.plugin(version)
                    .provides(org.mneme.spi.notifier.NotifierProvider.class, "com.acme." + version + ".Given")
                    .source("org.greeting.Greeting", """
                            package org.greeting;
                            public class Greeting { public static String %1$s() { return "%1$s"; } }
                            """.formatted(version))
                    .source("com.acme." + version + ".Given", """
                            package com.acme.%1$s;
                            import java.util.*;
                            import org.mneme.spi.*;
                            import org.mneme.spi.notifier.*;
                            public class Given implements NotifierProvider {
                                public String id() { return "%1$s"; }
                                public Notifier open(PluginContext context) {
                                    return new Notifier() {
                                        public void check(String address) {}
                                        public DeliveryResult deliver(Notification event) {
                                            return DeliveryResult.failed(org.greeting.Greeting.%1$s());
                                        }
                                        public void close() {}
                                    };
                                }
                            }
                            """.formatted(version))
                    .content();
            // a sub-directory: the plugin, and its library in a jar of its own
            Map<String, byte[]> library =
                    Map.of("org/greeting/Greeting.class", all.remove("org/greeting/Greeting.class"));
            JarMaker.write(jar(version).resolve("plugin.jar"), all);
            JarMaker.write(jar(version).resolve("lib/greeting.jar"), library);
        }
        try (Plugins plugins = test.select()) {
            Map<String, Notifier> notifiers = plugins.openNotifiers();

            assertThat(BrokenPluginsTest.deliver(notifiers.get("one")).error()).contains("one");
            assertThat(BrokenPluginsTest.deliver(notifiers.get("two")).error()).contains("two");
        }
    }

    @Test
    void aPluginSeesTheContractAndThePlatformAndNothingElseOfTheServer() {
        TestPlugins test = new TestPlugins(data);
        SamplePlugins.notifierWith("curious", """
                public Given() {
                    for (String name : List.of("java.sql.Driver", "org.mneme.api.Memory", "org.slf4j.Logger")) {
                        require(name, true);
                    }
                    for (String name : List.of("org.mneme.core.Engine", "com.fasterxml.jackson.databind.ObjectMapper")) {
                        require(name, false);
                    }
                    if (Thread.currentThread().getContextClassLoader() != getClass().getClassLoader()) {
                        throw new IllegalStateException("the context class loader is not its own");
                    }
                }
                private static void require(String name, boolean there) {
                    boolean found;
                    try { Class.forName(name); found = true; } catch (ClassNotFoundException e) { found = false; }
                    if (found != there) { throw new IllegalStateException(name); }
                }
                """).write(jar("curious.jar"));
        try (Plugins plugins = test.select()) {
            plugins.openNotifiers();

            assertThat(plugins.status())
                    .singleElement()
                    .satisfies(row -> assertThat(row.message()).isEmpty())
                    .extracting(PluginStatus::state)
                    .isEqualTo(PluginState.ACTIVE);
        }
    }

    @Test
    void theClassesOfAReplacedPluginAreGivenBack() {
        TestPlugins test = new TestPlugins(data);
        SamplePlugins.embedding("1").write(jar("vectors.jar"));
        SamplePlugins.notifier("1").write(jar("notes.jar"));
        try (Plugins plugins = test.select()) {
            EmbeddingModel model = plugins.openEmbedding();
            plugins.openNotifiers();
            model.embed(List.of("a text"), Purpose.QUERY);
            List<WeakReference<ClassLoader>> loaders = plugins.directory().jars().stream()
                    .map(jar -> new WeakReference<ClassLoader>(jar.loader()))
                    .toList();
            SamplePlugins.embedding("2").write(jar("vectors.jar"));
            SamplePlugins.notifier("2").write(jar("notes.jar"));
            assertThat(outcomes(plugins)).containsExactly(Outcome.REPLACED, Outcome.REPLACED);

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                System.gc();
                assertThat(loaders)
                        .allSatisfy(loader -> assertThat(loader.get()).isNull());
            });
            assertThat(copies())
                    .as("the copies of what is loaded, and no others")
                    .isEqualTo(2);
        }
        assertThat(copies()).isZero();
    }

    @Test
    void aWatchedDirectoryReloadsByItself() throws IOException {
        TestPlugins test = new TestPlugins(data);
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
        try (Plugins plugins = test.select()) {
            Map<String, Notifier> notifiers = plugins.openNotifiers();
            plugins.watch(scheduler, Runnable::run);

            SamplePlugins.notifier("1").write(jar("notes.jar"));
            await().until(() -> notifiers.containsKey("notes"));
            SamplePlugins.notifier("2").write(jar("notes.jar"));
            await().until(() -> notifiers.get("notes").health().message().equals("2"));
            Files.delete(jar("notes.jar"));
            await().until(notifiers::isEmpty);
        } finally {
            scheduler.shutdownNow();
        }
    }

    @Test
    void theTableHidesSecretsAndShowsWhereOptionsComeFrom() {
        TestPlugins test = new TestPlugins(data).with("mneme.embedding.vectors.key", "sk-hidden");
        SamplePlugins.embedding("1").write(jar("vectors.jar"));
        try (Plugins plugins = test.select()) {
            plugins.openEmbedding();

            String table = String.join("\n", PluginTable.lines(plugins.status()));
            assertThat(table)
                    .containsPattern("embedding +vectors +1\\.0 +active +vectors\\.jar")
                    .contains("mneme.embedding.vectors.key=**** (test)")
                    .doesNotContain("sk-hidden");
        }
    }

    private static Conversation said() {
        return new Conversation(
                List.of(new Conversation.Message("user", "I prefer email.", Optional.empty())), Instant.EPOCH);
    }

    private Path jar(String name) {
        return data.resolve("plugins").resolve(name);
    }

    private static List<Outcome> outcomes(Plugins plugins) {
        return plugins.reload().stream().map(PluginChange::outcome).toList();
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    private long copies() {
        try (var files = Files.walk(data.resolve("plugin-work"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
