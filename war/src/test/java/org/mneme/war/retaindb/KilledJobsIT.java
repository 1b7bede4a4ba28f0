package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** Jobs survive the death of the server: none is lost, and none is done twice. */
@Tag("slow")
class KilledJobsIT {

    /** Half of what is asked for with {@code -Dmneme.it.jobs.kills=10 -Dmneme.it.jobs=2000}, for each kill costs a start. */
    private static final int KILLS = Integer.getInteger("mneme.it.jobs.kills", 5);

    private static final int JOBS = Integer.getInteger("mneme.it.jobs", 1_000);
    private static final int WRITERS = 4;
    private static final int USERS = 20;

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Set<String> jobs = ConcurrentHashMap.newKeySet();

    @Test
    void everyJobOutlivesTheKillsAndIsDoneOnce() throws Exception {
        PackagedServer.Builder builder = PackagedServer.builder()
                .environment("MNEME_EMBEDDING", "hashing")
                .environment("MNEME_JOBS_LEASE", "4s")
                .environment("MNEME_JOBS_MAX_ATTEMPTS", "20");
        PackagedServer running = builder.start();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            WireClient http = running.http();
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writing.add(writers.submit(() -> write(http)));
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                int enough = JOBS * kill / (KILLS + 1);
                await().atMost(Duration.ofMinutes(2)).until(() -> jobs.size() >= enough);
                running.kill();
                running = builder.start();
            }
            for (Future<?> writer : writing) {
                writer.get(3, TimeUnit.MINUTES);
            }
            assertThat(jobs).hasSize(JOBS);
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> pendingEverywhere(http) == 0);

            jobs.forEach(job -> http.get("/v1/jobs/" + job)
                    .key(TestKeys.RETAINDB)
                    .expect(200)
                    .has("/job/status", "completed"));
            everyEffectHappenedOnce(http);
        } finally {
            stop.set(true);
            writers.shutdownNow();
            running.close();
        }
    }

    /** Ask for jobs, the same again with the same key where no answer came, until there are enough. */
    private void write(WireClient http) {
        for (int number = next.getAndIncrement(); number < JOBS; number = next.getAndIncrement()) {
            Answer answer = null;
            while (answer == null && !stop.get()) {
                answer = ask(http, number);
            }
            if (answer != null) {
                jobs.add(answer.text("/job_id"));
            }
        }
    }

    private static Answer ask(WireClient http, int number) {
        try {
            Answer answer = http.post("/v1/memory")
                    .key(TestKeys.RETAINDB)
                    .header("Idempotency-Key", "job-" + number)
                    .json(Map.of("content", content(number), "user_id", user(number), "write_mode", "async"))
                    .send();
            if (answer.status() == 202) {
                return answer;
            }
        } catch (RuntimeException e) {
            // it is being killed or started
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        return null;
    }

    private static String content(int number) {
        return "Job number " + number + " was done.";
    }

    private static String user(int number) {
        return "user-" + number % USERS;
    }

    private static JsonNode profile(WireClient http, int user) {
        return http.get("/v1/memory/profile/" + user(user))
                .key(TestKeys.RETAINDB)
                .expect(200)
                .json();
    }

    private static int pendingEverywhere(WireClient http) {
        return IntStream.range(0, USERS)
                .map(user -> profile(http, user).get("pending_overlay_count").asInt())
                .sum();
    }

    private static void everyEffectHappenedOnce(WireClient http) {
        List<String> contents = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int user = 0; user < USERS; user++) {
            profile(http, user).get("memories").forEach(memory -> {
                contents.add(memory.get("content").asText());
                ids.add(memory.get("id").asText());
            });
        }
        assertThat(contents)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, JOBS).mapToObj(KilledJobsIT::content).toList());
        assertThat(ids).hasSize(JOBS);
    }
}
