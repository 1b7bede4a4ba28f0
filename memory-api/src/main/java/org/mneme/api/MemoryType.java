package org.mneme.api;

import java.util.Locale;
import java.util.Optional;

/** Classify a memory by what kind of thing it says. */
public enum MemoryType {
    FACTUAL,
    EPISODIC,
    SEMANTIC,
    PROCEDURAL,
    PREFERENCE,
    EVENT,
    RELATIONSHIP,
    OPINION,
    GOAL,
    INSTRUCTION,
    DECISION,
    CONSTRAINT,
    SOLUTION,
    PROJECT_STATE,
    CORRECTION,
    WORKFLOW;

    /** Return the word for this type in lower case, as the wire has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Return the type a word names, {@code fact} being read as {@code factual}; empty if none. */
    public static Optional<MemoryType> ofWord(String word) {
        String name = word.strip().toLowerCase(Locale.ROOT);
        if (name.equals("fact")) {
            return Optional.of(FACTUAL);
        }
        for (MemoryType type : values()) {
            if (type.word().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
