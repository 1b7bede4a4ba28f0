package org.mneme.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Call a server as its users do. */
final class ServerClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String key;

    ServerClient(URI base, String key) {
        this.base = base;
        this.key = key;
    }

    /** Send a JSON object and return the answer; anything but 2xx is a failure of the benchmark. */
    JsonNode post(String path, Map<String, ?> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(path + " answered " + response.statusCode() + ": "
                        + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void store(String content, String namespace) {
        post("/v1/memories", Map.of("content", content, "namespace", namespace));
    }

    List<String> search(String query, String namespace) {
        Map<String, Object> body = namespace == null
                ? Map.of("query", query, "limit", 10)
                : Map.of("query", query, "limit", 10, "namespace", namespace);
        List<String> ids = new ArrayList<>();
        post("/v1/memories/search", body)
                .path("results")
                .forEach(result -> ids.add(result.path("id").asText()));
        return ids;
    }
}
