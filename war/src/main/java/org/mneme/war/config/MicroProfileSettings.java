package org.mneme.war.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.mneme.core.config.Settings;

/**
 * Look up settings in MicroProfile Config: system properties, the environment ({@code MNEME_DATA_DIR} for {@code
 * mneme.data-dir}), and whatever sources the application server adds.
 */
final class MicroProfileSettings implements Settings {

    private final Config config;

    MicroProfileSettings(Config config) {
        this.config = config;
    }

    @Override
    public Optional<String> find(String key) {
        return config.getOptionalValue(key, String.class).filter(text -> !text.isBlank());
    }

    @Override
    public Optional<String> source(String key) {
        return Optional.ofNullable(config.getConfigValue(key))
                .filter(value -> value.getValue() != null)
                .map(ConfigValue::getSourceName);
    }

    @Override
    public Set<String> keys() {
        Set<String> names = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .collect(Collectors.toUnmodifiableSet());
        return names.stream()
                // Some implementations list a variable of the environment a second time, as a property.
                .filter(name -> !names.contains(name.toUpperCase(Locale.ROOT).replace('.', '_'))
                        || name.equals(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
