package org.mneme.embedding.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Send one request to a service and read its answer, or say what the failure means.
 *
 * <p>Redirects are not followed, so that a key goes nowhere but where it was configured to go. Messages never hold the
 * key, even if the service repeats it.
 */
final class ServiceClient implements AutoCloseable {

    /** What a number of a vector takes at most in an answer; services write 10 to 25 characters. */
    private static final int BYTES_PER_COMPONENT = 32;

    private static final int BYTES_BESIDE_VECTORS = 1 << 20;

    private static final Pattern TOO_LONG = Pattern.compile(
            "context (length|size|window)|input length|too (long|large|many)|exceed|maximum .*(length|tokens|size)",
            Pattern.CASE_INSENSITIVE);

    private final EmbeddingProtocol protocol;
    private final RemoteOptions options;
    private final Clock clock;
    private final URI endpoint;
    private final HttpClient client;
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ServiceClient(EmbeddingProtocol protocol, RemoteOptions options, Clock clock) {
        this.protocol = protocol;
        this.options = options;
        this.clock = clock;
        this.endpoint = protocol.endpoint(options.url());
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(options.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                // without TLS the client would offer an upgrade that several servers answer wrongly
                .version(
                        "https".equals(endpoint.getScheme()) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
        Optional.ofNullable(ProxySelector.getDefault()).ifPresent(builder::proxy);
        this.client = builder.build();
    }

    /**
     * Return the vectors of some texts, in order, as the service wrote them.
     *
     * @throws RemoteFailure if there are none
     */
    List<JsonNode> vectors(EmbeddingRequest request) {
        HttpResponse<byte[]> response = send(request);
        if (response.statusCode() == 200) {
            return protocol.vectors(Json.read(response.body()));
        }
        throw failure(response);
    }

    private HttpResponse<byte[]> send(EmbeddingRequest request) {
        HttpRequest.Builder post = HttpRequest.newBuilder(endpoint)
                .timeout(options.timeout())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .header("User-Agent", "mneme")
                .POST(BodyPublishers.ofByteArray(Json.write(protocol.request(request))));
        options.apiKey().ifPresent(key -> protocol.authentication(key).forEach(post::header));
        long limit = BYTES_BESIDE_VECTORS
                + (long) request.texts().size()
                        * options.dimension().orElse(RemoteOptions.MOST_COMPONENTS)
                        * BYTES_PER_COMPONENT;
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(post.build(), head -> new BoundedBody(limit));
        underWay.add(answer);
        try {
            if (closed) {
                throw closedFailure();
            }
            // the request's own timeout ends with the answer's head: this one is for the whole of it
            return answer.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw timedOut(e);
        } catch (ExecutionException | CancellationException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RemoteFailure.wrongAnswer("was not waited for: the thread was interrupted");
        } finally {
            underWay.remove(answer);
            answer.cancel(true);
        }
    }

    /** Break off the requests under way: a service may take minutes, and a server that stops has none. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(answer -> answer.cancel(true));
    }

    private static RemoteFailure closedFailure() {
        return RemoteFailure.wrongAnswer("was not waited for: the model was closed");
    }

    private RemoteFailure failure(Throwable cause) {
        Throwable reason = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        if (closed) {
            return closedFailure();
        }
        if (reason instanceof RemoteFailure failure) {
            return failure;
        }
        if (reason instanceof HttpTimeoutException) {
            return timedOut(reason);
        }
        if (reason instanceof IOException) {
            String detail = reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage();
            return RemoteFailure.passing("cannot be reached, or hung up: " + detail, Optional.empty(), reason);
        }
        return RemoteFailure.passing("failed: " + reason, Optional.empty(), reason);
    }

    private RemoteFailure timedOut(Throwable cause) {
        return RemoteFailure.passing(
                "did not answer within " + options.timeout().toMillis() + " ms", Optional.empty(), cause);
    }

    private RemoteFailure failure(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String said = status + ": " + withoutKey(Json.complaint(response.body()));
        return switch (status) {
            case 401, 403 ->
                RemoteFailure.misconfigured(
                        "api-key",
                        options.apiKey().isPresent() ? "refused the key (" + said + ")" : "wants a key (" + said + ")");
            case 404, 405, 410 ->
                RemoteFailure.misconfigured(
                        "model", "knows no model " + options.model() + ", or url is not its address (" + said + ")");
            case 413 -> RemoteFailure.tooMuch("finds the request too large (" + said + ")");
            case 400, 422 ->
                TOO_LONG.matcher(said).find()
                        ? RemoteFailure.tooMuch("finds the text too long (" + said + ")")
                        : RemoteFailure.misconfigured("model", "refused the request (" + said + ")");
            case 408, 425, 429 -> passing(said, response);
            default ->
                status >= 500
                        ? passing(said, response)
                        : RemoteFailure.misconfigured(
                                "url", "answered as no embedding service does (" + said + redirection(response) + ")");
        };
    }

    private RemoteFailure passing(String said, HttpResponse<byte[]> response) {
        Optional<String> header = response.headers().firstValue("Retry-After");
        return RemoteFailure.passing("is not ready (" + said + ")", RetryAfter.parse(header, clock), null);
    }

    private static String redirection(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("Location")
                .map(location -> "; it points to " + location)
                .orElse("");
    }

    private String withoutKey(String text) {
        return options.apiKey().map(key -> text.replace(key, "****")).orElse(text);
    }
}
