package org.mneme.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;

/**
 * What storing costs more in a workspace with watches than in one without: the same server, turn by turn, so that whatever
 * else the machine does falls on both.
 */
final class WatchSuite {

    private static final int WARM_UP = 300;
    private static final int STORES = 1_000;

    private WatchSuite() {}

    static void run(Report report, int watches) {
        try (PackagedServer server =
                PackagedServer.builder().jvmOptions("-Xmx1g").start()) {
            ServerClient administrator = new ServerClient(server.baseUri(), TestKeys.ADMIN);
            ServerClient without = workspace(server, administrator, "without watches");
            ServerClient with = workspace(server, administrator, "with watches");
            for (int i = 0; i < watches; i++) {
                // nothing is as near as that, so only the comparing is measured, and not a delivery
                with.post(
                        "/v1/webhooks",
                        Map.of(
                                "name", "watch " + i,
                                "url", "https://hook.invalid/" + i,
                                "event_type", "memory.watch",
                                "watch_query", "watch " + i + ": " + Texts.query(i),
                                "watch_threshold", 1.0));
            }
            turns(List.of(without, with), 0, WARM_UP);
            List<Latencies> latencies = turns(List.of(without, with), WARM_UP, STORES);
            report.add("watch", "store, no watches", latencies.get(0));
            report.add("watch", "store, " + watches + " watches", latencies.get(1));
            double ratio = latencies.get(1).p50() / latencies.get(0).p50();
            report.add("watch", "store, " + watches + " watches : none", "ratio p50", ratio, "");
        }
    }

    private static ServerClient workspace(PackagedServer server, ServerClient administrator, String name) {
        String id = administrator
                .post("/admin/v1/workspaces", Map.of("name", name))
                .path("workspace_id")
                .asText();
        String key = administrator
                .post("/admin/v1/workspaces/" + id + "/keys", Map.of("name", "bench", "dialect", "retainr"))
                .path("api_key")
                .asText();
        return new ServerClient(server.baseUri(), key);
    }

    private static List<Latencies> turns(List<ServerClient> clients, int from, int count) {
        List<long[]> nanos = new ArrayList<>();
        clients.forEach(client -> nanos.add(new long[count]));
        for (int i = 0; i < count; i++) {
            for (int client = 0; client < clients.size(); client++) {
                long start = System.nanoTime();
                clients.get(client).store(Texts.memory(from + i), "bench");
                nanos.get(client)[i] = System.nanoTime() - start;
            }
        }
        return nanos.stream().map(Latencies::of).toList();
    }
}
