package org.mneme.extract.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Conversation.Message;
import org.mneme.spi.extractor.Extraction.Statement;

/** Read the example conversations, and write statements as the golden file has them. */
final class Conversations {

    /** A Tuesday. */
    static final Instant SAID = Instant.parse("2026-03-03T10:00:00Z");

    record Example(String title, Conversation conversation) {}

    private Conversations() {}

    static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (String block : text("conversations.in").split("\n\n")) {
            List<String> lines = block.strip().lines().toList();
            List<Message> messages =
                    lines.stream().skip(1).map(Conversations::message).toList();
            examples.add(new Example(lines.get(0).substring(2), new Conversation(messages, SAID)));
        }
        return examples;
    }

    private static Message message(String line) {
        int colon = line.indexOf(": ");
        return new Message(line.substring(0, colon), line.substring(colon + 2).replace("\\n", "\n"), Optional.of(SAID));
    }

    static String line(Statement statement) {
        return String.format(
                        Locale.ROOT,
                        "%d %s %.2f %.2f | %s | %s%s",
                        statement.message(),
                        statement.type().word(),
                        statement.importance(),
                        statement.confidence(),
                        statement.content().replace("\n", "\\n"),
                        String.join(", ", statement.entities()),
                        statement
                                .eventDate()
                                .map(date -> " | " + date.toString().substring(0, 10))
                                .orElse(""))
                .stripTrailing();
    }

    static String text(String name) {
        try (var in = Conversations.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
