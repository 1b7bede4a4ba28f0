package org.mneme.core.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Look up configured texts by key, such as {@code mneme.storage.jpa.url}. */
public interface Settings {

    /** Return the text of a key; empty if it is absent or blank. */
    Optional<String> find(String key);

    /** Return where a key's text comes from, such as {@code environment}; empty if it is absent. */
    Optional<String> source(String key);

    /** Return every key that is configured, as it is written there; environment variables in their own form. */
    Set<String> keys();

    /**
     * Return settings that are given by a program, and not by an environment.
     *
     * @param values texts by key; looked at whenever a key is asked for
     * @param source where they are said to come from
     */
    static Settings given(Map<String, String> values, String source) {
        return new GivenSettings(values, source);
    }
}
