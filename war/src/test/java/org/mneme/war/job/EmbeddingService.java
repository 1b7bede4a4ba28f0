package org.mneme.war.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service on this machine that speaks OpenAI's embeddings API, and can be made to hang, to fail and to recover. */
final class EmbeddingService implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DIMENSION = 64;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean failing;

    EmbeddingService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/embeddings", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Let every request wait from now on. */
    void hang() {
        gate = new CountDownLatch(1);
    }

    /** Answer with 500 from now on, those who wait too. */
    void fail() {
        failing = true;
        gate.countDown();
    }

    /** Answer with vectors from now on, those who wait too. */
    void recover() {
        failing = false;
        gate.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Object body = failing
                ? Map.of("error", Map.of("message", "The model is overloaded", "type", "server_error"))
                : Map.of("object", "list", "model", "test", "data", vectors(request.path("input")));
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(failing ? 500 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static List<Object> vectors(JsonNode texts) {
        List<Object> vectors = new ArrayList<>();
        for (JsonNode text : texts) {
            vectors.add(Map.of("object", "embedding", "index", vectors.size(), "embedding", vector(text.asText())));
        }
        return vectors;
    }

    /** Count words: texts with the same words are alike. */
    private static double[] vector(String text) {
        double[] vector = new double[DIMENSION];
        vector[0] = 0.1;
        for (String word : text.toLowerCase(Locale.ROOT).split("\\W+")) {
            vector[Math.floorMod(word.hashCode(), DIMENSION)]++;
        }
        return vector;
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
