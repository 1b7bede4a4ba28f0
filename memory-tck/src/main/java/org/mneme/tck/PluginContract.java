package org.mneme.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Timeout;
import org.mneme.spi.Option;
import org.mneme.spi.Plugin;
import org.mneme.spi.PluginDescriptor;
import org.mneme.spi.SpiVersion;

/**
 * Prove what plugins of all kinds have in common; the contracts of the kinds extend it.
 *
 * @param <P> the kind's provider
 */
@DisplayNameGeneration(RuleNames.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class PluginContract<P extends Plugin> {

    private final List<Path> directories = new ArrayList<>();

    /** Return the provider to be proven. */
    protected abstract P provider();

    /** Return the kind of provider, by which a server finds it. */
    protected abstract Class<P> kind();

    /** Return the texts that the provider's options are given; by default none. */
    protected Map<String, String> options() {
        return Map.of();
    }

    /** Return a context as a server would give it, with a directory of its own, which is gone after the test. */
    protected final TckContext context() {
        try {
            Path directory = Files.createTempDirectory("mneme-tck");
            directories.add(directory);
            return TckContext.of(provider(), options(), Clock.systemUTC(), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    final void removeDirectories() throws IOException {
        for (Path directory : directories) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    @Rule("P1a")
    void theServerFindsThePluginByItsKind() {
        assertThat(ServiceLoader.load(kind()).stream().map(found -> found.type().getName()))
                .contains(provider().getClass().getName());
    }

    @Rule("P1b")
    void theIdIsAWordThatConfigurationCanName() {
        assertThat(provider().id()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
        assertThat(provider().version()).isNotBlank();
    }

    @Rule("P1c")
    void everyOptionIsDeclaredOnceExplainedAndHasAReadableDefault() {
        List<Option> declared = provider().options();
        assertThat(declared).extracting(Option::name).doesNotHaveDuplicates();
        for (Option option : declared) {
            assertThat(option.description()).as(option.name()).isNotBlank();
            assertThat(option.required() && option.defaultValue().isPresent())
                    .as("%s is required, so it has no default", option.name())
                    .isFalse();
            option.defaultValue().ifPresent(text -> assertReadable(option, text));
        }
    }

    @Rule("P1d")
    void theDescriptorOfItsJarIsRightAndMeansThisContract() throws IOException {
        Properties descriptor = descriptor();
        if (descriptor.isEmpty()) {
            return; // a plugin that the server carries needs none
        }
        assertThat(PluginDescriptor.of(descriptor).spi().contains(SpiVersion.CURRENT))
                .as("%s means the contract %s", descriptor, SpiVersion.CURRENT)
                .isTrue();
    }

    /** Return what the jar of the provider says of itself; empty if it has no descriptor. */
    protected Properties descriptor() throws IOException {
        Properties descriptor = new Properties();
        URL jar = provider().getClass().getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader own = new URLClassLoader(new URL[] {jar}, null);
                InputStream in = own.getResourceAsStream(PluginDescriptor.RESOURCE)) {
            if (in != null) {
                descriptor.load(in);
            }
        }
        return descriptor;
    }

    private static void assertReadable(Option option, String text) {
        TckContext context = new TckContext(
                Map.of(option.name(), option),
                Map.of(),
                Clock.systemUTC(),
                Path.of("").toAbsolutePath());
        assertThat(option.allowed().isEmpty() || option.allowed().contains(text))
                .as("the default of %s is allowed", option.name())
                .isTrue();
        Optional<Object> value = Optional.ofNullable(
                switch (option.type()) {
                    case STRING -> text;
                    case INTEGER -> context.getInt(option.name());
                    case NUMBER -> context.getDouble(option.name());
                    case BOOLEAN -> text.equals("true") || text.equals("false") ? text : null;
                    case DURATION -> context.getDuration(option.name());
                    case PATH -> context.getPath(option.name());
                    case URI -> context.getUri(option.name());
                    case LIST -> context.getList(option.name());
                });
        assertThat(value)
                .as("the default of %s as %s", option.name(), option.type())
                .isPresent();
    }
}
