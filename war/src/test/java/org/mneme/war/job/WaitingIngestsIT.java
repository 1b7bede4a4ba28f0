package org.mneme.war.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.ChosenStorage;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** Many callers who wait for their jobs hold no threads: all are answered, and others hardly notice. */
@Tag("slow")
class WaitingIngestsIT {

    private static final int WAITING = Integer.getInteger("mneme.it.waiting", 500);
    private static final int ALONE = 400;

    @Test
    void fiveHundredWhoWaitAreAllAnsweredAndOthersKeepTheirLatency() throws Exception {
        // as it is shipped: the default model and the default options of the Java machine
        PackagedServer.Builder builder =
                PackagedServer.builder().without("MNEME_EMBEDDING").jvmOptions();
        ExecutorService callers = Executors.newFixedThreadPool(WAITING);
        try (PackagedServer server = builder.start()) {
            WireClient http = server.http();
            for (int i = 0; i < 20; i++) {
                read(http, "Memory number " + i);
                store(http, "Memory number " + i);
            }
            ingest(http, "warm", 0);
            measure(http, ALONE, () -> true); // the server has not warmed up yet
            double[] alone = measure(http, ALONE, () -> true);

            long start = System.nanoTime();
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                int number = i;
                answers.add(callers.submit(() -> ingest(http, "waiting", number)));
            }
            double[] beside =
                    measure(http, Integer.MAX_VALUE, () -> !answers.stream().allMatch(Future::isDone));
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            int done = 0;
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(200, 202);
                done += answer.get() == 200 ? 1 : 0;
            }
            double p95Alone = percentile(alone, 0.95);
            double p95Beside = percentile(beside, 0.95);
            System.out.printf(
                    "%d waited: %d done, %d still under way, all answered in %d ms; others: %d requests, p50 %.1f ms alone,"
                            + " %.1f ms beside; p95 %.1f ms alone, %.1f ms beside%n",
                    WAITING,
                    done,
                    WAITING - done,
                    took.toMillis(),
                    beside.length,
                    percentile(alone, 0.5),
                    percentile(beside, 0.5),
                    p95Alone,
                    p95Beside);
            assertThat(beside).hasSizeGreaterThan(20);
            // the node of the tests works on the same cores, for those who wait as for the others
            double most = ChosenStorage.is(ChosenStorage.ELASTICSEARCH) ? 250 : 100;
            assertThat(p95Beside).isLessThanOrEqualTo(Math.max(2 * p95Alone, most));
        } finally {
            callers.shutdownNow();
        }
    }

    private static int ingest(WireClient http, String user, int number) {
        return http.post("/v1/memories?wait=true")
                .key(TestKeys.XTRACE)
                .header("X-Org-Id", TestKeys.WORKSPACE)
                .json(Map.of(
                        "messages",
                        List.of(Map.of("role", "user", "content", "I own book number " + number + " of the series.")),
                        "user_id",
                        user + number,
                        "conv_id",
                        "c"))
                .send()
                .status();
    }

    private static double[] measure(WireClient http, int most, BooleanSupplier goOn) {
        List<Double> millis = new ArrayList<>();
        while (millis.size() < most && goOn.getAsBoolean()) {
            long start = System.nanoTime();
            read(http, "question " + start);
            millis.add((System.nanoTime() - start) / 1e6);
        }
        return millis.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void read(WireClient http, String query) {
        http.post("/v1/memories/search")
                .key(TestKeys.RETAINR)
                .json(Map.of("query", query, "namespace", "others"))
                .expect(200);
    }

    private static void store(WireClient http, String content) {
        http.post("/v1/memories")
                .key(TestKeys.RETAINR)
                .json(Map.of("content", content, "namespace", "others"))
                .expect(201);
    }

    private static double percentile(double[] millis, double share) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(sorted.length * share) - 1];
    }
}
