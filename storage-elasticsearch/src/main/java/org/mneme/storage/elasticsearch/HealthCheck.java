package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;

/** Ask the cluster for the state of this server's indices, and answer within two seconds whether it answers or not. */
final class HealthCheck {

    private static final Duration MOST = Duration.ofMillis(1_800);

    private final Cluster cluster;
    private final String path;
    private final Duration perNode;

    HealthCheck(Cluster cluster, ElasticsearchSchema schema, int nodes) {
        this.cluster = cluster;
        this.path = "/_cluster/health/" + schema.memories() + "," + schema.records();
        // the client asks one node after the other, as long as they do not answer
        this.perNode = MOST.dividedBy(nodes);
    }

    Health check() {
        try {
            JsonNode health = cluster.requests().soon(path, Map.of("timeout", "1s", "master_timeout", "1s"), perNode);
            String status = health.path("status").asText();
            Map<String, String> details = Map.of(
                    "status", status, "nodes", health.path("number_of_nodes").asText());
            return switch (status) {
                case "green", "yellow" -> new Health(Health.State.UP, "", details);
                default -> new Health(Health.State.DOWN, "a shard of the cluster is away", details);
            };
        } catch (MemoryException e) {
            return Health.down(e.getMessage());
        }
    }
}
