package org.mneme.extract.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.mneme.spi.extractor.Conversation.Message;

/** Write what the model is asked: the prompt from the resources, and the messages as fenced data. */
final class Question {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Question() {}

    /** Return the prompt. */
    static String instructions() {
        try (InputStream in = Question.class.getResourceAsStream("prompt.txt")) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks prompt.txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Return the messages of a batch as JSON between marks that nobody who wrote a message can know. */
    static String about(Batch batch, Instant receivedAt) {
        ArrayNode messages = JSON.createArrayNode();
        for (int i = 0; i < batch.messages().size(); i++) {
            Message message = batch.messages().get(i);
            messages.addObject()
                    .put("message", batch.first() + i)
                    .put("role", message.role())
                    .put(
                            "time",
                            message.at()
                                    .orElse(receivedAt)
                                    .truncatedTo(ChronoUnit.MINUTES)
                                    .toString())
                    .put("content", message.content());
        }
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        String mark = "-----" + HexFormat.of().formatHex(bytes) + "-----";
        try {
            return mark + "\n" + JSON.writeValueAsString(messages) + "\n" + mark;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers can be written", e);
        }
    }
}
