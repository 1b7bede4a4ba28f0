package org.mneme.core.config;

import java.util.Objects;

/**
 * Say what is wrong with one configuration key.
 *
 * @param key the key
 * @param wrong what is wrong; never the value of a secret
 * @param remedy what is allowed or what to do
 */
public record Problem(String key, String wrong, String remedy) {
    public Problem {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(wrong, "wrong");
        Objects.requireNonNull(remedy, "remedy");
    }

    @Override
    public String toString() {
        return key + ": " + wrong + " — " + remedy;
    }
}
