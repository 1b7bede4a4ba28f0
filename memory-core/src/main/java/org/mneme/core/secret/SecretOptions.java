package org.mneme.core.secret;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mneme.core.config.Binder;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Option;

/**
 * Hold the keys for secrets at rest, below {@code mneme.secrets.}.
 *
 * @param key the key to encrypt with; empty for the one in the data directory
 * @param previousKeys keys used before, the latest first
 */
public record SecretOptions(Optional<String> key, List<String> previousKeys) {

    private static final int SHORTEST = 32;

    private static final List<Option> OPTIONS = List.of(
            Option.of(
                            "key",
                            Option.Type.STRING,
                            "what webhook secrets are encrypted with in the store: a random text of at least 32 characters without commas,"
                                    + " the same on all servers of one store; without it, the file secrets.key in the data directory")
                    .asSecret(),
            Option.of(
                            "previous-keys",
                            Option.Type.LIST,
                            "keys that were used before, needed until the server has started once with the new one")
                    .asSecret());

    public SecretOptions {
        previousKeys = List.copyOf(previousKeys);
    }

    /** Bind the options, noting what is wrong. */
    public static SecretOptions bind(Binder binder) {
        BoundOptions options = binder.bind("mneme.secrets.", OPTIONS);
        SecretOptions bound =
                new SecretOptions(options.find("key").map(String::strip), options.getList("previous-keys"));
        bound.key
                .filter(text -> text.length() < SHORTEST)
                .ifPresent(text -> binder.report("mneme.secrets.key", "is too short", "give at least 32 characters"));
        // it becomes an element of previous-keys one day
        bound.key
                .filter(text -> text.contains(","))
                .ifPresent(text -> binder.report("mneme.secrets.key", "has a comma", "give a text without commas"));
        return bound;
    }

    /** Return a box with these keys, and with that of the data directory if there is one or none is configured. */
    public SecretBox open(Path dataDirectory) {
        KeyFile file = new KeyFile(dataDirectory.resolve("secrets.key"));
        if (key.isEmpty()) {
            return new SecretBox(file.readOrMake(), previousKeys);
        }
        List<String> before = new ArrayList<>(previousKeys);
        file.read().ifPresent(before::add);
        return new SecretBox(key.get(), before);
    }

    @Override
    public String toString() {
        return "SecretOptions[configured=" + key.isPresent() + ", previous=" + previousKeys.size() + "]";
    }
}
