package org.mneme.extract.llm;

import java.util.ArrayList;
import java.util.List;
import org.mneme.spi.extractor.Conversation.Message;

/**
 * Messages that go into one request.
 *
 * @param first the place of its first message in the conversation
 * @param messages the messages
 */
record Batch(int first, List<Message> messages) {
    Batch {
        messages = List.copyOf(messages);
    }

    /** Cut a conversation into batches of at most so many characters; a longer message fits into none. */
    static List<Batch> of(List<Message> messages, int mostCharacters) {
        List<Batch> batches = new ArrayList<>();
        int first = 0;
        int length = 0;
        for (int i = 0; i < messages.size(); i++) {
            int added = messages.get(i).content().length();
            if (added > mostCharacters) {
                throw LlmFailure.lasting(
                        "message " + i + " has " + added + " characters, more than max-input (" + mostCharacters + ")");
            }
            if (i > first && length + added > mostCharacters) {
                batches.add(new Batch(first, messages.subList(first, i)));
                first = i;
                length = 0;
            }
            length += added;
        }
        batches.add(new Batch(first, messages.subList(first, messages.size())));
        return batches;
    }
}
