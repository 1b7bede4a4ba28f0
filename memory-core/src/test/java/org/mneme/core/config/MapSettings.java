package org.mneme.core.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings in a map, as a file of properties has them. */
public record MapSettings(Map<String, String> values) implements Settings {

    @Override
    public Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key))
                .or(() -> Optional.ofNullable(values.get(Binder.environmentForm(key))))
                .filter(text -> !text.isBlank());
    }

    @Override
    public Optional<String> source(String key) {
        return find(key).map(text -> "map");
    }

    @Override
    public Set<String> keys() {
        return values.keySet();
    }
}
