package org.mneme.core.config;

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
}
