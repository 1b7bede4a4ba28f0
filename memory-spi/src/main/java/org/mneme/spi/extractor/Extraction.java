package org.mneme.spi.extractor;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.mneme.api.MemoryType;

/**
 * Hold what was extracted.
 *
 * @param statements what to remember, in the order it was said
 * @param extractor the id of the extractor that did it, which differs from the one asked where that fell back
 * @param note why it fell back, or what else an operator should know; empty if nothing
 */
public record Extraction(List<Statement> statements, String extractor, Optional<String> note) {

    /**
     * One statement worth remembering.
     *
     * @param content a sentence understandable on its own
     * @param type what kind of thing it says
     * @param message the place of the message it came from, from 0
     * @param role who said it
     * @param entities names it mentions
     * @param importance 0 … 1
     * @param confidence 0 … 1
     * @param saidAt when it was said, if known
     * @param eventDate when what it tells of happens or happened, if it says so
     */
    public record Statement(
            String content,
            MemoryType type,
            int message,
            String role,
            List<String> entities,
            double importance,
            double confidence,
            Optional<Instant> saidAt,
            Optional<Instant> eventDate) {
        public Statement {
            Objects.requireNonNull(content, "content");
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(saidAt, "saidAt");
            Objects.requireNonNull(eventDate, "eventDate");
            entities = List.copyOf(entities);
        }
    }

    public Extraction {
        statements = List.copyOf(statements);
        Objects.requireNonNull(extractor, "extractor");
        Objects.requireNonNull(note, "note");
    }
}
