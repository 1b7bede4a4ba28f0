package org.mneme.war.config;

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
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .collect(Collectors.toUnmodifiableSet());
    }
}
