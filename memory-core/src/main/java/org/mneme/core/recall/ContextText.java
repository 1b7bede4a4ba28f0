package org.mneme.core.recall;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mneme.api.Memory;

/**
 * Hold memories as text for a prompt.
 *
 * @param text one line a memory; empty if there is none
 * @param memoriesUsed how many memories it holds
 * @param tokenEstimate about how many tokens it has
 */
public record ContextText(String text, int memoriesUsed, int tokenEstimate) {

    /** How the lines look. */
    public enum Format {
        SYSTEM_PROMPT,
        BULLET_LIST,
        NUMBERED_LIST;

        /** Return the word of the wire. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** Return the format a word names, if any. */
        public static Optional<Format> ofWord(String word) {
            for (Format format : values()) {
                if (format.word().equals(word)) {
                    return Optional.of(format);
                }
            }
            return Optional.empty();
        }
    }

    /** Put memories into text, in the order given. A memory stays on one line, whatever breaks its content has. */
    public static ContextText of(List<Memory> memories, Format format, Instant now) {
        if (memories.isEmpty()) {
            return new ContextText("", 0, 0);
        }
        StringBuilder text = new StringBuilder();
        if (format == Format.SYSTEM_PROMPT) {
            text.append("User context (")
                    .append(memories.size())
                    .append(memories.size() == 1 ? " memory):" : " memories):");
        }
        for (int i = 0; i < memories.size(); i++) {
            if (!text.isEmpty()) {
                text.append('\n');
            }
            text.append(line(memories.get(i), i + 1, format, now));
        }
        return new ContextText(text.toString(), memories.size(), TokenEstimate.of(text.toString()));
    }

    private static String line(Memory memory, int number, Format format, Instant now) {
        String content = memory.content().strip().replaceAll("\\s*\\R\\s*", " ");
        return switch (format) {
            case SYSTEM_PROMPT -> "- " + content + " (" + RelativeAge.of(memory.createdAt(), now) + ")";
            case BULLET_LIST -> "- " + content;
            case NUMBERED_LIST -> number + ". " + content;
        };
    }
}
