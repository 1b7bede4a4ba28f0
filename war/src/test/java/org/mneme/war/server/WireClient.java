package org.mneme.war.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Send requests to a server and read the answers as tests want them. */
public final class WireClient {

    /** Plain JSON, without our own settings: what any client would use. */
    static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final URI base;

    /** Make a client of the server at this address. */
    public WireClient(URI base) {
        this.base = base;
    }

    /** Return the address of the server. */
    public URI base() {
        return base;
    }

    public Request get(String path) {
        return request("GET", path);
    }

    public Request post(String path) {
        return request("POST", path);
    }

    public Request put(String path) {
        return request("PUT", path);
    }

    public Request patch(String path) {
        return request("PATCH", path);
    }

    public Request delete(String path) {
        return request("DELETE", path);
    }

    /** Begin a request; the path is sent as it is written, so percent-encode what needs it. */
    public Request request(String method, String path) {
        return new Request(method, URI.create(base + path));
    }

    /** A request that is being made. */
    public static final class Request {

        private final String method;
        private final HttpRequest.Builder builder;
        private HttpRequest.BodyPublisher body = BodyPublishers.noBody();

        private Request(String method, URI uri) {
            this.method = method;
            this.builder = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
        }

        /** Send a key as {@code Authorization: Bearer}. */
        public Request key(String key) {
            return header("Authorization", "Bearer " + key);
        }

        public Request header(String name, String value) {
            builder.header(name, value);
            return this;
        }

        /** Send this text as {@code application/json}. */
        public Request json(String json) {
            body = BodyPublishers.ofString(json);
            return header("Content-Type", "application/json");
        }

        /** Send this value (a map, a list, a record …) as {@code application/json}. */
        public Request json(Object value) {
            try {
                return json(JSON.writeValueAsString(value));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }

        /** Send these bytes with a declared length. */
        public Request bytes(String contentType, byte[] bytes) {
            body = BodyPublishers.ofByteArray(bytes);
            return header("Content-Type", contentType);
        }

        /** Send these bytes in chunks, without saying how many. */
        public Request chunked(String contentType, byte[] bytes) {
            body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
            return header("Content-Type", contentType);
        }

        /** Send the request and read the whole answer. */
        public Answer send() {
            HttpRequest request = builder.method(method, body).build();
            try {
                HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
                return new Answer(method + " " + request.uri(), response);
            } catch (IOException e) {
                throw new UncheckedIOException(method + " " + request.uri(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** Send the request and check the status of the answer. */
        public Answer expect(int status) {
            return send().expect(status);
        }
    }
}
