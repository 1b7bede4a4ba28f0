package org.mneme.embedding.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import org.mneme.spi.embedding.Purpose;

/** Speak Voyage's API, {@code /v1/embeddings}. */
record VoyageProtocol() implements EmbeddingProtocol {

    @Override
    public String id() {
        return "voyage";
    }

    @Override
    public URI endpoint(URI base) {
        return Endpoints.append(base, "/embeddings");
    }

    @Override
    public ObjectNode request(EmbeddingRequest request) {
        ObjectNode body = Json.object();
        body.put("model", request.model());
        body.set("input", Json.array(request.texts()));
        body.put("input_type", inputType(request.purpose()));
        body.put("truncation", false);
        request.shortenTo().ifPresent(dimension -> body.put("output_dimension", dimension));
        return body;
    }

    @Override
    public List<JsonNode> vectors(JsonNode answer) {
        return Json.indexedVectors(answer);
    }

    private static String inputType(Purpose purpose) {
        return switch (purpose) {
            case MEMORY -> "document";
            case QUERY -> "query";
        };
    }
}
