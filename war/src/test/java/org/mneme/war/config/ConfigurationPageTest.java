package org.mneme.war.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mneme.core.EngineOptions;
import org.mneme.core.config.Binder;
import org.mneme.core.config.Settings;
import org.mneme.core.plugin.PluginCatalog;
import org.mneme.core.plugin.PluginKind;
import org.mneme.core.plugin.PluginOptions;
import org.mneme.spi.Option;
import org.mneme.spi.Plugin;

/**
 * Hold the page of the configuration against the options that are declared.
 *
 * <p>With {@code -Dmneme.docs.write=true} the page is written instead.
 */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");

    private static final String HEAD = """
            # Configuration

            Every setting is read through MicroProfile Config: as a system property (`-Dmneme.data-dir=…`), as an environment
            variable (`MNEME_DATA_DIR`: upper case, everything but letters and digits an underscore), or from any further source
            of the application server. Dots separate levels, dashes join words.

            When the server starts, every problem of the configuration is collected and shown at once: the key, what is wrong, what
            is allowed, and for an unknown key the one that was probably meant. It then does not start. Secrets are never shown.

            Durations are written `500ms`, `5s`, `2m`, `1h`, `7d` or as ISO 8601; relative paths are below the data directory.

            This page is made from the declarations in the code (`ConfigurationPageTest`).

            """;

    @Test
    void thePageShowsExactlyTheOptionsThatAreDeclared() throws IOException {
        String page = page();
        if (Boolean.getBoolean("mneme.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/configuration.md; write it with -Dmneme.docs.write=true")
                .isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("## The server and its engine\n\n");
        PluginCatalog catalog = PluginCatalog.search(List.of(ConfigurationPageTest.class.getClassLoader()));
        table(page, ofTheServer(catalog));
        assertThat(catalog.found()).as("plugins").isNotEmpty();
        for (PluginKind kind : PluginKind.values()) {
            catalog.found(kind).stream()
                    .map(PluginCatalog.Found::provider)
                    .sorted(Comparator.comparing(Plugin::id))
                    .forEach(plugin -> plugin(page, kind, plugin));
        }
        return page.toString();
    }

    private static Map<String, Option> ofTheServer(PluginCatalog catalog) {
        Binder binder = new Binder(Settings.given(Map.of(), "nowhere"), Path.of("/data"));
        ServerConfig.bind(binder);
        RetainrConfig.bind(binder);
        XtraceConfig.bind(binder);
        GoMemoryConfig.bind(binder);
        EngineOptions.bind(
                binder,
                catalog.found(PluginKind.NOTIFIER).stream()
                        .map(found -> found.provider().id())
                        .collect(Collectors.toSet()));
        PluginOptions.bind(binder);
        return binder.declared();
    }

    private static void plugin(StringBuilder page, PluginKind kind, Plugin plugin) {
        page.append("\n## ")
                .append(kind.word())
                .append(": ")
                .append(plugin.id())
                .append("\n\n");
        if (kind.selected()) {
            page.append("Chosen by `mneme.%s=%s`.\n\n".formatted(kind.word(), plugin.id()));
        }
        Binder binder = new Binder(Settings.given(Map.of(), "nowhere"), Path.of("/data"));
        binder.bind(kind.optionPrefix(plugin.id()), plugin.options());
        if (plugin.options().isEmpty()) {
            page.append("It has no options.\n");
            return;
        }
        table(page, binder.declared());
    }

    private static void table(StringBuilder page, Map<String, Option> options) {
        page.append("| name | default | allowed | meaning |\n|---|---|---|---|\n");
        options.forEach((key, option) -> page.append("| `%s` | %s | %s | %s%s |\n"
                .formatted(
                        key,
                        option.defaultValue().map(text -> "`" + text + "`").orElse(option.required() ? "required" : ""),
                        option.allowed().isEmpty()
                                ? option.type().name().toLowerCase(Locale.ROOT)
                                : "`" + String.join("`, `", option.allowed()) + "`",
                        option.description().replace("|", "\\|"),
                        option.secret() ? " (secret)" : "")));
    }
}
