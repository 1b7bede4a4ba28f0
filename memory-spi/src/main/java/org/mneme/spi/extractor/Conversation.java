package org.mneme.spi.extractor;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Hold messages in the order they were sent.
 *
 * @param messages at least one
 * @param receivedAt when they arrived: the time of a message that has none
 */
public record Conversation(List<Message> messages, Instant receivedAt) {

    /**
     * One message.
     *
     * @param role who spoke: {@code user}, {@code assistant}, {@code system} or a name
     * @param content what was said
     * @param at when it was said, if known; relative dates in it count from here
     */
    public record Message(String role, String content, Optional<Instant> at) {
        public Message {
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(content, "content");
            Objects.requireNonNull(at, "at");
        }
    }

    public Conversation {
        messages = List.copyOf(messages);
        Objects.requireNonNull(receivedAt, "receivedAt");
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a conversation has at least one message");
        }
    }
}
