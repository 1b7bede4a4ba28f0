package org.mneme.embedding.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import org.mneme.spi.embedding.Purpose;

/** Speak version 2 of Cohere's API, {@code /v2/embed}. */
record CohereProtocol() implements EmbeddingProtocol {

    @Override
    public String id() {
        return "cohere";
    }

    @Override
    public URI endpoint(URI base) {
        return Endpoints.append(base, "/v2/embed");
    }

    @Override
    public ObjectNode request(EmbeddingRequest request) {
        ObjectNode body = Json.object();
        body.put("model", request.model());
        body.set("texts", Json.array(request.texts()));
        body.put("input_type", inputType(request.purpose()));
        body.set("embedding_types", Json.array(List.of("float")));
        body.put("truncate", "NONE");
        request.shortenTo().ifPresent(dimension -> body.put("output_dimension", dimension));
        return body;
    }

    @Override
    public List<JsonNode> vectors(JsonNode answer) {
        return Json.elements(answer.path("embeddings"), "float");
    }

    private static String inputType(Purpose purpose) {
        return switch (purpose) {
            case MEMORY -> "search_document";
            case QUERY -> "search_query";
        };
    }
}
