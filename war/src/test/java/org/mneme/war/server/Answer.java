package org.mneme.war.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Optional;

/** An answer of the server; its checks name the request and show the body when they fail. */
public final class Answer {

    private final String request;
    private final HttpResponse<String> response;

    Answer(String request, HttpResponse<String> response) {
        this.request = request;
        this.response = response;
    }

    public int status() {
        return response.statusCode();
    }

    public String body() {
        return response.body();
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** Check the status. */
    public Answer expect(int status) {
        assertThat(status()).as("status of %s, body: %s", request, body()).isEqualTo(status);
        return this;
    }

    /** Return the body as JSON; fails if it is not. */
    public JsonNode json() {
        try {
            return WireClient.JSON.readTree(body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(request + " did not answer JSON but: " + body(), e);
        }
    }

    /** Return the value at a JSON pointer such as {@code /results/0/id}; fails if there is none. */
    public JsonNode at(String pointer) {
        JsonNode value = json().at(pointer);
        assertThat(value.isMissingNode())
                .as("%s answers something at %s: %s", request, pointer, body())
                .isFalse();
        return value;
    }

    /** Return the text at a JSON pointer. */
    public String text(String pointer) {
        return at(pointer).asText();
    }

    /** Check the text, number or truth value at a JSON pointer. */
    public Answer has(String pointer, Object value) {
        assertThat(text(pointer))
                .as("%s of %s, body: %s", pointer, request, body())
                .isEqualTo(String.valueOf(value));
        return this;
    }

    /** Check that the body is exactly this document, whatever the order of its fields. */
    public Answer is(String json) {
        try {
            assertThat(json()).as(request).isEqualTo(WireClient.JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        return this;
    }
}
