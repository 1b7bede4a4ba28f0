package org.mneme.embedding.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.mneme.embedding.hashing.HashingEmbeddingProvider;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;
import org.mneme.tck.TckContext;

/** The answers of well-behaved services; vectors say which words a text has, and are not of length 1. */
final class Answers {

    static final int DIMENSION = 64;

    private Answers() {}

    static List<String> texts(JsonNode request, String field) {
        return StreamSupport.stream(request.path(field).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static double[] vector(String text) {
        HashingEmbeddingProvider provider = new HashingEmbeddingProvider();
        try (EmbeddingModel model =
                provider.open(TckContext.of(provider, Map.of("dimension", Integer.toString(DIMENSION))))) {
            float[] unit = model.embed(List.of(text), Purpose.QUERY).get(0).single();
            double[] vector = new double[unit.length];
            for (int i = 0; i < unit.length; i++) {
                vector[i] = unit[i] * 3;
            }
            return vector;
        }
    }

    static Object openAi(JsonNode request) {
        List<String> texts = texts(request, "input");
        List<Object> data = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            data.add(item(i, vector(texts.get(i))));
        }
        return Map.of("object", "list", "model", request.path("model").asText(), "data", data);
    }

    static Object openAiShuffled(JsonNode request) {
        List<String> texts = texts(request, "input");
        List<Object> data = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            data.add(item(i, vector(texts.get(i))));
        }
        Collections.reverse(data);
        return Map.of("object", "list", "data", data);
    }

    static Object item(int index, Object vector) {
        return Map.of("object", "embedding", "index", index, "embedding", vector);
    }

    static Object ollama(JsonNode request) {
        return Map.of(
                "model",
                request.path("model").asText(),
                "embeddings",
                texts(request, "input").stream().map(Answers::vector).toList());
    }

    static Object cohere(JsonNode request) {
        return Map.of(
                "id",
                "1",
                "embeddings",
                Map.of(
                        "float",
                        texts(request, "texts").stream().map(Answers::vector).toList()));
    }
}
