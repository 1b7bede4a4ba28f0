package org.mneme.embedding.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A real HTTP server on this machine that answers as it is told: well by default, badly when a test wants. */
final class LocalService implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    /** One request as it arrived. */
    record Received(String method, String path, Map<String, String> headers, JsonNode body) {}

    /** What one request is answered. */
    interface Behaviour {
        void answer(HttpExchange exchange, JsonNode request) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<Behaviour> next = new ConcurrentLinkedQueue<>();
    private volatile Behaviour usual;

    LocalService(Behaviour usual) {
        this.usual = usual;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Answer the next request this way, once. */
    LocalService then(Behaviour behaviour) {
        next.add(behaviour);
        return this;
    }

    /** Answer all requests this way from now on. */
    void always(Behaviour behaviour) {
        usual = behaviour;
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    List<Received> received() {
        return received;
    }

    Received last() {
        return received.get(received.size() - 1);
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            JsonNode body = JSON.readTree(bytes);
            Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            received.add(new Received(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
            Behaviour once = next.poll();
            (once == null ? usual : once).answer(exchange, body);
        }
    }

    static Behaviour json(Function<JsonNode, ?> answer) {
        return (exchange, request) -> send(exchange, 200, JSON.writeValueAsBytes(answer.apply(request)));
    }

    static Behaviour text(int status, String body) {
        return (exchange, request) -> send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    static Behaviour status(int status, String headerName, String headerValue, String body) {
        return (exchange, request) -> {
            exchange.getResponseHeaders().add(headerName, headerValue);
            send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
        };
    }

    /** Promises more than it sends, then hangs up. */
    static Behaviour cutOff() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 10_000);
            exchange.getResponseBody().write("{\"data\":[".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        };
    }

    /** Says nothing until the test is over. */
    Behaviour silent() {
        return (exchange, request) -> awaitEnd();
    }

    /** Sends a head and a little of the body, and nothing more until the test is over. */
    Behaviour stalled() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            awaitEnd();
        };
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
