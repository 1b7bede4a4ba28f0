package org.mneme.embedding.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Speak OpenAI's embeddings API, which many servers speak.
 *
 * @param keyHeader makes the header that carries the key: OpenAI and Azure differ in it
 * @param prefixes what a model wants before its texts
 */
record OpenAiProtocol(Function<String, Map<String, String>> keyHeader, Prefixes prefixes) implements EmbeddingProtocol {

    @Override
    public String id() {
        return "openai";
    }

    @Override
    public URI endpoint(URI base) {
        return Endpoints.append(base, "/embeddings");
    }

    @Override
    public Map<String, String> authentication(String apiKey) {
        return keyHeader.apply(apiKey);
    }

    @Override
    public ObjectNode request(EmbeddingRequest request) {
        ObjectNode body = Json.object();
        body.put("model", request.model());
        body.set("input", Json.array(prefixes.before(request.texts(), request.purpose())));
        body.put("encoding_format", "float");
        request.shortenTo().ifPresent(dimension -> body.put("dimensions", dimension));
        return body;
    }

    @Override
    public List<JsonNode> vectors(JsonNode answer) {
        return Json.indexedVectors(answer);
    }
}
