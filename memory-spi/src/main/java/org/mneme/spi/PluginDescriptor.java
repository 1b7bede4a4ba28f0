package org.mneme.spi;

import java.util.Objects;
import java.util.Properties;

/**
 * Say which plugin a jar is, before any of its classes is loaded.
 *
 * <p>A jar in the plugin directory carries it as {@value #RESOURCE}, with the keys {@code id}, {@code version} and {@code
 * spi}. The id names the jar, and no two jars may have the same; what is in the jar (one plugin, or several) has the ids
 * that configuration selects by, {@link Plugin#id()}.
 *
 * @param id lower-case words of letters and digits joined by dashes, beginning with a letter
 * @param version the version shown to operators
 * @param spi which versions of this contract the plugin works with
 */
public record PluginDescriptor(String id, String version, VersionRange spi) {

    /** Where in its jar a plugin describes itself. */
    public static final String RESOURCE = "META-INF/mneme-plugin.properties";

    public PluginDescriptor {
        Objects.requireNonNull(spi, "spi");
        if (!id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("id \"" + id + "\" is not lower-case words joined by dashes");
        }
        if (version.isBlank() || version.contains("${")) {
            throw new IllegalArgumentException("version \"" + version + "\" is not a version");
        }
    }

    /**
     * Read a descriptor.
     *
     * @throws IllegalArgumentException naming the key that is missing or wrong
     */
    public static PluginDescriptor of(Properties properties) {
        return new PluginDescriptor(
                required(properties, "id"), required(properties, "version"), range(required(properties, "spi")));
    }

    private static VersionRange range(String text) {
        try {
            return VersionRange.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("spi: " + e.getMessage(), e);
        }
    }

    private static String required(Properties properties, String key) {
        String value = properties.getProperty(key, "").strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the key " + key + " is missing");
        }
        return value;
    }
}
