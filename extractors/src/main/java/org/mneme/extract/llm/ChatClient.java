package org.mneme.extract.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mneme.api.MemoryException;

/**
 * Ask an OpenAI-compatible chat endpoint, and ask again while it fails for reasons that pass.
 *
 * <p>Safe for several threads. A service that says how long it wants to be left alone is obeyed, as far as the time set
 * for retries allows.
 */
final class ChatClient implements AutoCloseable {

    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);

    private final LlmOptions options;
    private final Clock clock;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();
    private final CountDownLatch closed = new CountDownLatch(1);

    ChatClient(LlmOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .connectTimeout(options.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** Return when the retries of a conversation that begins now end. */
    Instant deadline() {
        return clock.instant().plus(options.retryFor());
    }

    /**
     * Return the text the model answers.
     *
     * @param deadline until when to try again
     * @throws LlmFailure if there is none
     */
    String ask(String instructions, String question, Instant deadline) {
        byte[] body = body(instructions, question);
        for (Duration wait = FIRST_WAIT; ; wait = wait.multipliedBy(2)) {
            try {
                return text(post(body));
            } catch (LlmFailure failure) {
                Duration pause = failure.retryAfter().orElse(wait);
                if (!failure.isPassing() || clock.instant().plus(pause).isAfter(deadline)) {
                    throw failure;
                }
                pause(pause);
            }
        }
    }

    private byte[] body(String instructions, String question) {
        ObjectNode request = json.createObjectNode().put("model", options.model());
        request.putArray("messages")
                .add(json.createObjectNode().put("role", "system").put("content", instructions))
                .add(json.createObjectNode().put("role", "user").put("content", question));
        request.put("temperature", options.temperature())
                .put("max_tokens", options.maxTokens())
                .put("stream", false);
        if (options.jsonMode()) {
            request.putObject("response_format").put("type", "json_object");
        }
        try {
            return json.writeValueAsBytes(request);
        } catch (IOException e) {
            throw new IllegalStateException("a tree of texts and numbers can be written", e);
        }
    }

    private HttpResponse<byte[]> post(byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(options.endpoint())
                .timeout(options.timeout())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        options.apiKey().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request.build(), head -> new BoundedBody(MOST_BYTES));
        try {
            // the request's own timeout ends with the head of the answer; this one covers its body too
            return answer.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw LlmFailure.passing(
                    "gave no answer within " + options.timeout().toMillis() + " ms", Optional.empty(), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw stopped();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static LlmFailure failure(Throwable cause) {
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof LlmFailure failure) {
                return failure;
            }
        }
        if (cause instanceof HttpTimeoutException) {
            return LlmFailure.passing("gave no answer in time", Optional.empty(), cause);
        }
        return LlmFailure.passing(
                "cannot be reached (" + cause.getClass().getSimpleName() + ")", Optional.empty(), cause);
    }

    private String text(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status == 429 || status == 408 || status >= 500) {
            throw LlmFailure.passing("answered " + status, retryAfter(response), null);
        }
        if (status != 200) {
            throw LlmFailure.lasting("answered " + status);
        }
        JsonNode choice = read(response.body()).path("choices").path(0);
        if ("length".equals(choice.path("finish_reason").asText())) {
            throw LlmFailure.lasting("answered more than max-tokens (" + options.maxTokens() + ")");
        }
        JsonNode content = choice.path("message").path("content");
        if (!content.isTextual()) {
            throw LlmFailure.lasting("answered without a message");
        }
        return content.asText();
    }

    private JsonNode read(byte[] body) {
        try {
            JsonNode answer = json.readTree(body);
            return answer == null ? json.missingNode() : answer;
        } catch (IOException e) {
            throw LlmFailure.lasting("answered something that is not JSON");
        }
    }

    /** Seconds or a date (RFC 9110, section 10.2.3). */
    private Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers().firstValue("Retry-After").map(String::strip).flatMap(value -> {
            if (value.matches("\\d{1,6}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            try {
                Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
                Duration wait = Duration.between(clock.instant(), date);
                return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    private void pause(Duration wait) {
        try {
            if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw stopped();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        }
    }

    private static MemoryException stopped() {
        return MemoryException.unavailable(
                "extractor_unavailable", "the extractor is being closed", Duration.ofSeconds(5), null);
    }

    /** Ends all waiting for another attempt. */
    @Override
    public void close() {
        closed.countDown();
    }
}
