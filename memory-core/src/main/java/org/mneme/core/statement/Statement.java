package org.mneme.core.statement;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.mneme.api.Memory;

/**
 * Hold a statement to be compared.
 *
 * @param text what it says
 * @param saidAt when it was said, if known: what "yesterday" counts from
 */
public record Statement(String text, Optional<Instant> saidAt) {
    public Statement {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(saidAt, "saidAt");
    }

    /** Return a statement whose time is not known. */
    public static Statement of(String text) {
        return new Statement(text, Optional.empty());
    }

    /** Return what a memory says, said on its document date. */
    public static Statement of(Memory memory) {
        return new Statement(memory.content(), memory.documentDate());
    }
}
