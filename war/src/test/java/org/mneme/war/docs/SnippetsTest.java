package org.mneme.war.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mneme.core.EngineOptions;
import org.mneme.core.config.Binder;
import org.mneme.core.config.Settings;
import org.mneme.core.plugin.PluginCatalog;
import org.mneme.core.plugin.PluginKind;
import org.mneme.core.plugin.PluginOptions;

/** What of the documentation can be checked without a server; {@link ShellSnippetsIT} runs the rest. */
class SnippetsTest {

    private static final Set<String> LANGUAGES =
            Set.of("sh", "json", "properties", "java", "http", "text", "js", "xml");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[a-z ]+>|…");

    @Test
    void everyBlockSaysWhatItIs() {
        assertThat(Snippet.all()).hasSizeGreaterThan(15);
        assertThat(Snippet.all())
                .allSatisfy(snippet ->
                        assertThat(LANGUAGES).as("language of %s", snippet).contains(snippet.language()));
    }

    @Test
    void everyExceptionIsStillNeeded() {
        List<String> firstLines = Snippet.all().stream().map(Snippet::firstLine).toList();
        assertThat(Exceptions.firstLines())
                .allSatisfy(line -> assertThat(firstLines).contains(line));
    }

    @Test
    void whatNobodyRunsOrReadsIsAnException() {
        assertThat(Snippet.all())
                .filteredOn(snippet -> Set.of("java", "http", "text", "xml").contains(snippet.language()))
                .allSatisfy(snippet ->
                        assertThat(Exceptions.reason(snippet)).as("%s", snippet).isPresent());
    }

    @Test
    void everyJsonIsJson() {
        assertThat(Snippet.all("json"))
                .isNotEmpty()
                .allSatisfy(snippet -> assertThatCode(() -> new ObjectMapper().readTree(snippet.text()))
                        .as("%s", snippet)
                        .doesNotThrowAnyException());
    }

    @Test
    void everyConfigurationIsUnderstood() throws IOException {
        assertThat(Snippet.all("properties")).isNotEmpty();
        for (Snippet snippet : Snippet.all("properties")) {
            if (Exceptions.reason(snippet).isPresent()) {
                continue;
            }
            // a page shows alternatives in one block, a blank line between them
            for (String alternative : snippet.text().split("\n\n")) {
                Properties properties = new Properties();
                properties.load(
                        new StringReader(PLACEHOLDER.matcher(alternative).replaceAll("x")));
                Map<String, String> values = new HashMap<>();
                properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
                assertThatCode(() -> bind(values))
                        .as("%s: %s", snippet, alternative)
                        .doesNotThrowAnyException();
            }
        }
    }

    /** Do what a start does before anything is opened. */
    private static void bind(Map<String, String> values) {
        PluginCatalog catalog = PluginCatalog.search(List.of(SnippetsTest.class.getClassLoader()));
        Binder binder = new Binder(Settings.given(values, "documentation"), Path.of("/data"));
        PluginOptions.bind(binder);
        EngineOptions options = EngineOptions.bind(
                binder,
                Set.copyOf(catalog.found(PluginKind.NOTIFIER).stream()
                        .map(found -> found.provider().id())
                        .toList()));
        choose(catalog, binder, PluginKind.STORAGE, options.storage());
        choose(catalog, binder, PluginKind.EMBEDDING, options.embedding());
        choose(catalog, binder, PluginKind.EXTRACTOR, options.extractor());
        options.reembed().embedding().ifPresent(next -> chooseNext(catalog, binder, next));
        options.migration().storage().ifPresent(target -> chooseTarget(catalog, binder, target));
        binder.reportUnknown();
        binder.stopIfWrong();
    }

    private static void chooseNext(PluginCatalog catalog, Binder binder, String id) {
        PluginCatalog.Found plugin = catalog.find(PluginKind.EMBEDDING, id).orElseThrow();
        binder.bind("mneme.reembed.embedding." + id + ".", plugin.provider().options());
    }

    private static void chooseTarget(PluginCatalog catalog, Binder binder, String id) {
        PluginCatalog.Found plugin = catalog.find(PluginKind.STORAGE, id).orElseThrow();
        binder.bind("mneme.migrate.storage." + id + ".", plugin.provider().options());
    }

    private static void choose(PluginCatalog catalog, Binder binder, PluginKind kind, String id) {
        PluginCatalog.Found plugin = catalog.found(kind).stream()
                .filter(found -> found.provider().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no " + kind.word() + " " + id));
        binder.bind(kind.optionPrefix(id), plugin.provider().options());
    }

    @Test
    void everyMavenCommandNamesWhatIsThere() throws IOException {
        String parent = Files.readString(Path.of("../pom.xml")) + Files.readString(Path.of("pom.xml"));
        List<Snippet> commands = Snippet.all("sh").stream()
                .filter(snippet -> snippet.text().contains("mvn "))
                .toList();
        assertThat(commands).hasSizeGreaterThan(3);
        for (Snippet snippet : commands) {
            for (String profile : found("-P([a-z]+)", snippet)) {
                assertThat(parent).as("%s: profile", snippet).contains("<id>" + profile + "</id>");
            }
            for (String module : found("-pl ([a-z-]+)", snippet)) {
                assertThat(Path.of("..", module, "pom.xml"))
                        .as("%s: module", snippet)
                        .exists();
            }
            for (String test : found("-D(?:it\\.)?test=([A-Za-z]+)", snippet)) {
                assertThat(test.equals("NoUnitTest") || isTest(test))
                        .as("%s: test %s", snippet, test)
                        .isTrue();
            }
        }
    }

    private static List<String> found(String pattern, Snippet snippet) {
        return Pattern.compile(pattern)
                .matcher(snippet.text())
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static boolean isTest(String name) throws IOException {
        try (Stream<Path> files = Files.find(Path.of(".."), 12, (file, attributes) -> file.endsWith(name + ".java"))) {
            return files.findAny().isPresent();
        }
    }
}
