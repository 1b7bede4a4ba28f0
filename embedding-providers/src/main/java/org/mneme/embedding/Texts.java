package org.mneme.embedding;

import java.util.List;
import org.mneme.api.MemoryException;

/** Check texts before a model sees them. */
public final class Texts {

    private Texts() {}

    /**
     * Refuse a list that holds a blank text, which has no meaning a vector could carry.
     *
     * @throws MemoryException of kind {@code INVALID} naming the position of the first blank text
     */
    public static void requireNotBlank(List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i) == null || texts.get(i).isBlank()) {
                throw MemoryException.invalid(
                        "text", "a text to embed must not be blank" + (texts.size() == 1 ? "" : " (text " + i + ")"));
            }
        }
    }
}
