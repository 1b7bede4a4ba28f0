package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.Tenant;

/** Ten thousand requests that no client should send: each is answered in the envelope, and none is a fault of the server. */
class MalformedRequestsIT extends OverTheWire {

    private static final int REQUESTS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyAnswerIsInTheEnvelopeAndNoneIsAFaultOfTheServer() throws InterruptedException {
        Tenant tenant = Tenant.create(http);
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        Map<Integer, AtomicInteger> statuses = new TreeMap<>();
        IntStream.range(200, 600).forEach(status -> statuses.put(status, new AtomicInteger()));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < REQUESTS; i++) {
            MalformedRequest request = new MalformedRequest(i);
            threads.execute(() -> {
                try {
                    Answer answer = request.send(tenant);
                    statuses.get(answer.status()).incrementAndGet();
                    String problem = problem(request, answer);
                    if (problem != null) {
                        wrong.add(request + ": " + problem + ": " + answer.status() + " " + answer.body());
                    }
                } catch (RuntimeException e) {
                    wrong.add(request + ": " + e);
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(5, TimeUnit.MINUTES)).isTrue();

        assertThat(wrong.stream().limit(20))
                .as("%s wrong answers", wrong.size())
                .isEmpty();
        int refused = IntStream.range(400, 500)
                .map(status -> statuses.get(status).get())
                .sum();
        assertThat(refused).as("most of them are refused").isGreaterThan(REQUESTS * 3 / 4);
        for (int status : new int[] {400, 401, 404, 405, 413, 415, 422}) {
            assertThat(statuses.get(status).get())
                    .as("answers of status %s", status)
                    .isPositive();
        }
        tenant.post("/v1/memories").json(Examples.STORE).expect(201);
    }

    private static String problem(MalformedRequest request, Answer answer) {
        if (answer.status() >= 500) {
            return "a fault of the server";
        }
        for (String inside : List.of("\tat ", "Exception", "org.mneme", "jakarta.", "<html", "SRVE")) {
            // what the caller sent may come back
            if (answer.body().contains(inside) && !request.sends(inside)) {
                return "shows what is inside";
            }
        }
        return answer.status() < 400 ? null : envelopeProblem(answer);
    }

    private static String envelopeProblem(Answer answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            boolean flat = body != null
                    && body.size() == 2
                    && body.path("error").isTextual()
                    && body.path("message").isTextual();
            return flat ? null : "is not the envelope";
        } catch (IOException e) {
            return "is not JSON";
        }
    }
}
