package org.mneme.embedding.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Speak Ollama's own API, {@code /api/embed}.
 *
 * @param keepAlive how long Ollama keeps the model in memory after a request
 * @param prefixes what a model wants before its texts
 */
record OllamaProtocol(Optional<String> keepAlive, Prefixes prefixes) implements EmbeddingProtocol {

    @Override
    public String id() {
        return "ollama";
    }

    @Override
    public URI endpoint(URI base) {
        return Endpoints.append(base, "/api/embed");
    }

    @Override
    public ObjectNode request(EmbeddingRequest request) {
        ObjectNode body = Json.object();
        body.put("model", request.model());
        body.set("input", Json.array(prefixes.before(request.texts(), request.purpose())));
        body.put("truncate", false);
        keepAlive.ifPresent(duration -> body.put("keep_alive", duration));
        request.shortenTo().ifPresent(dimension -> body.put("dimensions", dimension));
        return body;
    }

    @Override
    public List<JsonNode> vectors(JsonNode answer) {
        return Json.elements(answer, "embeddings");
    }
}
