package org.mneme.spi.embedding;

/** What a vector is for: some models embed a question and a passage differently. */
public enum Purpose {
    /** A text that will be stored and found. */
    MEMORY,
    /** A text that searches. */
    QUERY
}
