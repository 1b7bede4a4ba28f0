package org.mneme.index;

import java.util.Objects;
import java.util.Set;

/**
 * Describe a memory to an index: who it is and by what it is filtered.
 *
 * @param workspace the workspace it belongs to; every query names exactly one
 * @param id the memory's id, unique within its workspace
 * @param terms attributes as {@code name=value}, see {@link #term}; matched exactly
 * @param createdAt epoch milliseconds
 * @param updatedAt epoch milliseconds
 * @param expiresAt epoch milliseconds from which it is invisible, or 0 if it never expires
 */
public record IndexedMemory(
        String workspace, String id, Set<String> terms, long createdAt, long updatedAt, long expiresAt) {

    /** The longest id, workspace or term in UTF-16 units; Lucene refuses terms of more than 32,766 bytes. */
    public static final int MAX_LENGTH = 4096;

    public IndexedMemory {
        checkName(workspace, "workspace");
        checkName(id, "id");
        terms = Set.copyOf(terms);
        terms.forEach(term -> checkName(term, "term"));
        if (expiresAt < 0) {
            throw new IllegalArgumentException("expiresAt is negative: " + expiresAt);
        }
    }

    /** Write an attribute as a term: {@code name=value}. */
    public static String term(String name, String value) {
        return Objects.requireNonNull(name, "name") + '=' + Objects.requireNonNull(value, "value");
    }

    private static void checkName(String value, String what) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + MAX_LENGTH + " characters, it has " + value.length());
        }
    }
}
