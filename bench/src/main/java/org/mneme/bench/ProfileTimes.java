package org.mneme.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;

/** How long each profile of a search takes over HTTP among 10,000 memories, and where the server says the time went. */
final class ProfileTimes {

    static final List<String> PROFILES = List.of("fast", "balanced", "quality");

    private static final List<String> STAGES = List.of("embed_ms", "vector_ms", "lexical_ms", "merge_ms", "total_ms");
    private static final int MEMORIES = 10_000;
    private static final int BATCH = 500;
    private static final int PER_SESSION = 25;
    private static final int WARM_UP = 200;
    private static final int TIMED = 500;

    private final Report report;
    private final String suite;
    private final ServerClient client;
    private final String project;

    ProfileTimes(Report report, String suite, ServerClient client, String project) {
        this.report = report;
        this.suite = suite;
        this.client = client;
        this.project = project;
    }

    /** Measure on a server of its own. */
    static void run(Report report) {
        try (PackagedServer server = PackagedServer.builder()
                .environment("MNEME_EMBEDDING", "onnx")
                .jvmOptions("-Xmx1g")
                .start()) {
            ServerClient client = new ServerClient(server.baseUri(), TestKeys.RETAINDB);
            new ProfileTimes(report, "profiles", client, "profiles").run(0);
        }
    }

    /** Measure once there are enough memories; some are there. */
    void run(int stored) {
        fill(stored);
        Map<String, Series> series = new LinkedHashMap<>();
        PROFILES.forEach(profile -> series.put(profile, new Series()));
        // the profiles in turn, so that a drift meets all, and a question of its own for each call: vectors of
        // questions
        // asked before are kept
        for (int call = -WARM_UP; call < TIMED; call++) {
            for (int place = 0; place < PROFILES.size(); place++) {
                int question = (call + WARM_UP) * PROFILES.size() + place;
                series.get(PROFILES.get(place)).search(PROFILES.get(place), question, call);
            }
        }
        double fast = Latencies.of(series.get("fast").nanos).p95();
        series.forEach((profile, measured) -> measured.report(profile, fast));
    }

    private void fill(int stored) {
        for (int from = stored; from < MEMORIES; from += BATCH) {
            List<Map<String, ?>> memories = IntStream.range(from, Math.min(MEMORIES, from + BATCH))
                    .<Map<String, ?>>mapToObj(number ->
                            Map.of("content", Texts.memory(number), "session_id", "more-" + number / PER_SESSION))
                    .toList();
            client.post("/v1/memory/bulk", Map.of("project", project, "write_mode", "sync", "memories", memories));
        }
    }

    /** The calls of one profile. */
    private final class Series {
        private final long[] nanos = new long[TIMED];
        private final double[] stages = new double[STAGES.size()];

        void search(String profile, int question, int call) {
            Map<String, ?> body =
                    Map.of("project", project, "query", Texts.query(question), "top_k", 10, "profile", profile);
            long begun = System.nanoTime();
            JsonNode answer = client.post("/v1/memory/search", body);
            long took = System.nanoTime() - begun;
            if (answer.path("count").asInt() == 0) {
                throw new IllegalStateException("nothing found");
            }
            if (call < 0) {
                return;
            }
            nanos[call] = took;
            for (int stage = 0; stage < stages.length; stage++) {
                stages[stage] +=
                        answer.path("latency_breakdown").path(STAGES.get(stage)).asDouble() / TIMED;
            }
        }

        void report(String profile, double fast) {
            Latencies latencies = Latencies.of(nanos);
            String subject = profile + ", " + MEMORIES + " memories";
            report.add(suite, subject + ", over HTTP", latencies);
            report.add(suite, profile + " / fast, p95 (balanced: at most 1.5)", "ratio", latencies.p95() / fast, "");
            for (int stage = 0; stage < stages.length; stage++) {
                report.add(suite, subject + ", mean in the server", STAGES.get(stage), stages[stage], "ms");
            }
        }
    }
}
