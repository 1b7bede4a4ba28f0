package org.mneme.war.dialect;

import java.util.Optional;

/** Name the services whose clients this server answers, and its own administration. */
public enum Dialect {
    RETAINR("/retainr"),
    RETAINDB("/retaindb"),
    XTRACE("/xtrace"),
    GOMEMORY("/gomemory"),
    ADMIN("/admin");

    private final String prefix;

    Dialect(String prefix) {
        this.prefix = prefix;
    }

    /** Return the dialect of a word, such as {@code retainr}, if there is one. */
    public static Optional<Dialect> ofWord(String word) {
        for (Dialect dialect : values()) {
            if (dialect.word().equals(word)) {
                return Optional.of(dialect);
            }
        }
        return Optional.empty();
    }

    /** Return the word that stands for this dialect in keys and addresses, such as {@code retainr}. */
    public String word() {
        return prefix.substring(1);
    }

    /** Return the first segment of every address of this dialect, such as {@code /retainr}. */
    public String prefix() {
        return prefix;
    }
}
