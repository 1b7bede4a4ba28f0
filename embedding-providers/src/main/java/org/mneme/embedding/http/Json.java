package org.mneme.embedding.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Read and write JSON the way the services do. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array(List<String> texts) {
        ArrayNode array = MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array;
    }

    static byte[] write(ObjectNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers can always be written", e);
        }
    }

    /** Read an answer; one that is cut off or not JSON is worth another try, for a proxy may have spoken. */
    static JsonNode read(byte[] answer) {
        try {
            JsonNode node = MAPPER.readTree(answer);
            if (node.isObject()) {
                return node;
            }
            throw RemoteFailure.passing("answered with JSON that is not an object", Optional.empty(), null);
        } catch (IOException e) {
            // the exception's message would quote the answer, which may hold what users wrote
            throw RemoteFailure.passing("answered with something that is not JSON, or cut off", Optional.empty(), null);
        }
    }

    /** Return a member that must be an array. */
    static List<JsonNode> elements(JsonNode parent, String name) {
        JsonNode array = parent.path(name);
        if (!array.isArray()) {
            throw RemoteFailure.wrongAnswer("answered without a list \"" + name + "\"");
        }
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** Return the vectors of OpenAI's form, {@code data: [{index, embedding}]}, in the order of their indexes. */
    static List<JsonNode> indexedVectors(JsonNode answer) {
        List<JsonNode> data = new ArrayList<>(elements(answer, "data"));
        data.sort(Comparator.comparingInt(item -> item.path("index").asInt(-1)));
        for (int i = 0; i < data.size(); i++) {
            if (data.get(i).path("index").asInt(-1) != i) {
                throw RemoteFailure.wrongAnswer("answered with indexes that are not 0 to " + (data.size() - 1));
            }
        }
        return data.stream().map(item -> item.path("embedding")).toList();
    }

    /** Return what a service says went wrong, whichever of the known forms it uses, shortened. */
    static String complaint(byte[] answer) {
        JsonNode node;
        try {
            node = MAPPER.readTree(answer);
        } catch (IOException e) {
            return "no reason given";
        }
        for (JsonNode said : List.of(
                node.path("error").path("message"), node.path("error"), node.path("message"), node.path("detail"))) {
            if (said.isTextual() && !said.asText().isBlank()) {
                String text = said.asText().strip().replaceAll("\\s+", " ");
                return text.length() <= 300 ? text : text.substring(0, 300) + "…";
            }
        }
        return "no reason given";
    }
}
