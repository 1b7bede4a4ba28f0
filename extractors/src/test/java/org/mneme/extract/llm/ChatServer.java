package org.mneme.extract.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A service that speaks the chat completions protocol on a free port, and behaves as each test tells it. */
final class ChatServer implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    /** Answer one request. */
    @FunctionalInterface
    interface Behaviour {
        void answer(HttpExchange exchange, Received request) throws IOException;
    }

    /** What a client sent. */
    record Received(String path, String authorization, JsonNode body) {

        /** Return the messages between the marks. */
        JsonNode fenced() {
            try {
                return JSON.readTree(
                        body.path("messages").path(1).path("content").asText().split("\n", 3)[1]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String mark() {
            return body.path("messages").path(1).path("content").asText().split("\n", 2)[0];
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Behaviour> behaviours = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<Received> received = new ConcurrentLinkedQueue<>();
    private final CopyOnWriteArrayList<IOException> hungUp = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Open once the first request is here. */
    final CountDownLatch asked = new CountDownLatch(1);

    ChatServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Behave so for the next request; the last behaviour given stays for all that follow. */
    ChatServer next(Behaviour behaviour) {
        synchronized (behaviours) {
            behaviours.add(behaviour);
        }
        return this;
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    private void handle(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        Received request = new Received(
                exchange.getRequestURI().getPath(), exchange.getRequestHeaders().getFirst("Authorization"), body);
        received.add(request);
        asked.countDown();
        Behaviour behaviour;
        synchronized (behaviours) {
            behaviour = behaviours.size() > 1 ? behaviours.remove() : behaviours.peek();
        }
        try (exchange) {
            behaviour.answer(exchange, request);
        } catch (IOException e) {
            hungUp.add(e);
        }
    }

    /** Answer with a completion whose message is this text. */
    static Behaviour says(String text) {
        return (exchange, request) -> {
            ObjectNode completion = JSON.createObjectNode().put("object", "chat.completion");
            ObjectNode choice =
                    completion.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
            choice.putObject("message").put("role", "assistant").put("content", text);
            send(exchange, 200, JSON.writeValueAsString(completion));
        };
    }

    /** Answer every request with what a model makes of it. */
    ChatServer nextFrom(Function<Received, String> model) {
        return next((exchange, request) -> says(model.apply(request)).answer(exchange, request));
    }

    static Behaviour raw(int status, String body) {
        return (exchange, request) -> send(exchange, status, body);
    }

    static Behaviour limits(String retryAfter) {
        return (exchange, request) -> {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
            send(exchange, 429, "{\"error\":{\"message\":\"slow down\"}}");
        };
    }

    /** Send the head at once, and a byte of the body now and then, until the client hangs up or the server closes. */
    Behaviour trickles() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                do {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                } while (!closing.await(20, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Answer nothing until the server closes. */
    Behaviour hangs() {
        return (exchange, request) -> {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
