package org.mneme.extract.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mneme.api.MemoryType;

/**
 * Read what the model answered, believing nothing of its form.
 *
 * @param items the statements that are well formed
 * @param malformed how many were not
 */
record Answer(List<Item> items, int malformed) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int MOST_STATEMENTS = 500;
    private static final int LONGEST = 500;
    private static final int MOST_ENTITIES = 20;
    private static final int LONGEST_ENTITY = 80;

    /** One well-formed statement. */
    record Item(
            int message,
            String content,
            MemoryType type,
            List<String> entities,
            double importance,
            double confidence,
            Optional<LocalDate> eventDate) {}

    /**
     * Read an answer about a batch.
     *
     * @throws LlmFailure if it is no JSON object with a list of statements
     */
    static Answer read(String text, Batch batch) {
        JsonNode statements = tree(text).path("statements");
        if (!statements.isArray()) {
            throw LlmFailure.lasting("answered without a list of statements");
        }
        if (statements.size() > MOST_STATEMENTS) {
            throw LlmFailure.lasting("answered " + statements.size() + " statements");
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode statement : statements) {
            item(statement, batch).ifPresent(items::add);
        }
        return new Answer(List.copyOf(items), statements.size() - items.size());
    }

    private static JsonNode tree(String text) {
        String body = text.strip();
        // many models fence their JSON whatever they are told
        if (body.startsWith("```")) {
            body = body.replaceFirst("^```\\w*\\s*", "").replaceFirst("\\s*```$", "");
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw LlmFailure.lasting("answered something that is not one JSON object");
        }
    }

    private static Optional<Item> item(JsonNode node, Batch batch) {
        JsonNode message = node.path("message");
        JsonNode content = node.path("content");
        Optional<MemoryType> type = MemoryType.ofWord(node.path("type").asText(""));
        Optional<List<String>> entities = entities(node.path("entities"));
        Optional<Double> importance = share(node.path("importance"), 0.5);
        Optional<Double> confidence = share(node.path("confidence"), 0.7);
        Optional<Optional<LocalDate>> date = date(node.path("event_date"));
        int place = message.asInt() - batch.first();
        boolean sound = message.isInt()
                && place >= 0
                && place < batch.messages().size()
                && content.isTextual()
                && isSentence(content.asText())
                && type.isPresent()
                && entities.isPresent()
                && importance.isPresent()
                && confidence.isPresent()
                && date.isPresent();
        return sound
                ? Optional.of(new Item(
                        message.asInt(),
                        content.asText().strip(),
                        type.get(),
                        entities.get(),
                        importance.get(),
                        confidence.get(),
                        date.get()))
                : Optional.empty();
    }

    private static boolean isSentence(String text) {
        return text.strip().length() >= 3
                && text.length() <= LONGEST
                && text.chars().noneMatch(c -> Character.isISOControl(c))
                && text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static Optional<List<String>> entities(JsonNode node) {
        List<String> entities = new ArrayList<>();
        if (node.isMissingNode() || node.isNull()) {
            return Optional.of(entities);
        }
        if (!node.isArray() || node.size() > MOST_ENTITIES) {
            return Optional.empty();
        }
        for (JsonNode entity : node) {
            if (!entity.isTextual() || entity.asText().length() > LONGEST_ENTITY) {
                return Optional.empty();
            }
            entities.add(entity.asText().strip());
        }
        return Optional.of(entities);
    }

    private static Optional<Double> share(JsonNode node, double absent) {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.of(absent);
        }
        double value = node.asDouble(-1);
        return node.isNumber() && value >= 0 && value <= 1 ? Optional.of(value) : Optional.empty();
    }

    private static Optional<Optional<LocalDate>> date(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.of(Optional.empty());
        }
        try {
            return node.isTextual() ? Optional.of(Optional.of(LocalDate.parse(node.asText()))) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
