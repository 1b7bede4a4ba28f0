package org.mneme.core.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.mneme.spi.extractor.Conversation;

/** Say what is to become memories. */
public sealed interface Ingest {

    /** Return when it was accepted, in milliseconds precision: the creation time of what comes of it. */
    Instant acceptedAt();

    /**
     * Extract memories from messages.
     *
     * @param messages at least one
     * @param template what every memory gets besides what is extracted
     * @param beside memories to store as they are together with what is extracted, after it
     */
    record Messages(List<Conversation.Message> messages, Draft template, List<Draft> beside, Instant acceptedAt)
            implements Ingest {

        /** Extract memories from messages, and store nothing beside them. */
        public Messages(List<Conversation.Message> messages, Draft template, Instant acceptedAt) {
            this(messages, template, List.of(), acceptedAt);
        }

        public Messages {
            messages = List.copyOf(messages);
            beside = List.copyOf(beside);
            Objects.requireNonNull(template, "template");
            Objects.requireNonNull(acceptedAt, "acceptedAt");
        }
    }

    /** Store memories as they are. */
    record Drafts(List<Draft> drafts, Instant acceptedAt) implements Ingest {
        public Drafts {
            drafts = List.copyOf(drafts);
            Objects.requireNonNull(acceptedAt, "acceptedAt");
        }
    }
}
