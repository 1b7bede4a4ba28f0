package org.mneme.core.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Hold configured texts in a map. */
record GivenSettings(Map<String, String> values, String source) implements Settings {

    @Override
    public Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key)).filter(text -> !text.isBlank());
    }

    @Override
    public Optional<String> source(String key) {
        return find(key).map(text -> source);
    }

    @Override
    public Set<String> keys() {
        return values.keySet();
    }
}
