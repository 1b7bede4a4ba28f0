package org.mneme.core.ingest;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mneme.spi.extractor.Extraction;

/**
 * Hold the memories one ingest makes, in order: those that were extracted from what somebody said, then those that were
 * written as they are.
 */
record Batch(List<Draft> extracted, List<Draft> written) {

    Batch {
        extracted = List.copyOf(extracted);
        written = List.copyOf(written);
    }

    static Batch of(Ingest.Drafts ingest) {
        return new Batch(List.of(), ingest.drafts());
    }

    /** Take what was extracted, with the template's values where a statement has none of its own. */
    static Batch of(Ingest.Messages ingest, Extraction extraction) {
        List<Draft> extracted = extraction.statements().stream()
                .map(statement -> draft(ingest.template(), statement))
                .toList();
        return new Batch(extracted, ingest.beside());
    }

    private static Draft draft(Draft template, Extraction.Statement statement) {
        return new Draft(
                template.place(),
                statement.content(),
                statement.type(),
                template.tags(),
                template.metadata(),
                statement.entities(),
                statement.importance(),
                statement.confidence(),
                statement.saidAt(),
                statement.eventDate(),
                Optional.of(statement.role()),
                template.ttl());
    }

    List<Draft> drafts() {
        return Stream.concat(extracted.stream(), written.stream()).toList();
    }

    /** Tell whether the n-th draft was extracted. */
    boolean isExtracted(int index) {
        return index < extracted.size();
    }
}
