package org.mneme.war.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.test.elasticsearch.ElasticsearchNode;
import org.mneme.war.server.Answer;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** An operator moves a workspace from the database to Elasticsearch and back, and a server is killed on the way. */
@Tag("slow")
class ServerMigrationIT {

    private static final int MEMORIES = 600;
    private static final String MIGRATION = "/admin/v1/migrations/" + TestKeys.WORKSPACE;

    private final String prefix = "it-operator-" + UUID.randomUUID();

    @TempDir
    private Path data;

    @Test
    void aWorkspaceMovesThroughAKillAndTheServerGoesOnWithTheOtherStorage() {
        List<String> ids = new ArrayList<>();
        String late;
        String moved;
        PackagedServer.Builder first = migrating("jpa", "elasticsearch");
        try (PackagedServer server = first.start()) {
            for (int i = 0; i < MEMORIES; i++) {
                ids.add(store(server.http(), i + " " + UUID.randomUUID() + " " + UUID.randomUUID())
                        .text("/id"));
            }
            start(server.http());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> status(server.http()).path("compared").asInt() > 0);
            assertThat(status(server.http()).path("state").asText()).isEqualTo("copying");
            // among those that are copied first
            server.http()
                    .delete("/v1/memories/" + ids.get(3))
                    .key(TestKeys.RETAINR)
                    .expect(204);
            late = store(server.http(), "written while it was copied").text("/id");
            server.kill();
        }
        try (PackagedServer server = first.start()) {
            JsonNode complete = complete(server.http());
            assertThat(complete.at("/report/verified").asBoolean()).isTrue();
            assertThat(part(complete, "memory").path("target_count").asInt()).isEqualTo(MEMORIES);
            Answer refused = post(server.http(), "/v1/memories")
                    .json(Map.of("content", "too late", "namespace", "notes"))
                    .expect(503);
            assertThat(refused.header("Retry-After")).isPresent();
            server.http().get("/v1/memories/" + late).key(TestKeys.RETAINR).expect(200);
            server.http().delete("/v1/memories/" + late).key(TestKeys.RETAINR).expect(503);
            moved = export(server.http());
            server.stop();
        }
        String written;
        PackagedServer.Builder second = migrating("elasticsearch", "jpa");
        try (PackagedServer server = second.start()) {
            assertThat(export(server.http())).isEqualTo(moved).doesNotContain(ids.get(3));
            assertThat(export(server.http())).contains(late);
            written = store(server.http(), "written on Elasticsearch").text("/id");
            start(server.http());
            assertThat(complete(server.http()).at("/report/verified").asBoolean())
                    .isTrue();
            moved = export(server.http());
            server.stop();
        }
        try (PackagedServer server = server("jpa").start()) {
            assertThat(export(server.http())).isEqualTo(moved).contains(written);
            store(server.http(), "written at home again");
            server.stop();
        }
    }

    private PackagedServer.Builder migrating(String from, String to) {
        String target = "MNEME_MIGRATE_STORAGE_";
        return elasticsearch(server(from), target)
                .environment("MNEME_MIGRATE_STORAGE", to)
                .environment("MNEME_MIGRATE_RATE", "250")
                .environment("MNEME_MIGRATE_SETTLE", "1s");
    }

    private PackagedServer.Builder server(String storage) {
        PackagedServer.Builder builder =
                PackagedServer.builder().dataDirectory(data).environment("MNEME_STORAGE", storage);
        return elasticsearch(builder, "MNEME_STORAGE_");
    }

    private PackagedServer.Builder elasticsearch(PackagedServer.Builder builder, String key) {
        return builder.environment(key + "ELASTICSEARCH_HOSTS", ElasticsearchNode.uris())
                .environment(key + "ELASTICSEARCH_INDEX_PREFIX", prefix)
                .environment(key + "ELASTICSEARCH_SHARDS", "1")
                .environment(key + "ELASTICSEARCH_REPLICAS", "0");
    }

    private static WireClient.Request post(WireClient http, String path) {
        return http.post(path).key(path.startsWith("/admin") ? TestKeys.ADMIN : TestKeys.RETAINR);
    }

    private static Answer store(WireClient http, String content) {
        return post(http, "/v1/memories")
                .json(Map.of("content", content, "namespace", "notes"))
                .expect(201);
    }

    private static void start(WireClient http) {
        post(http, "/admin/v1/migrations")
                .json(Map.of("workspaces", List.of(TestKeys.WORKSPACE)))
                .expect(202);
    }

    private static JsonNode status(WireClient http) {
        return http.get(MIGRATION).key(TestKeys.ADMIN).expect(200).json();
    }

    private static JsonNode complete(WireClient http) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> List.of("complete", "failed", "different")
                        .contains(status(http).path("state").asText()));
        JsonNode status = status(http);
        assertThat(status.path("state").asText()).as(status.toString()).isEqualTo("complete");
        return status;
    }

    private static JsonNode part(JsonNode status, String name) {
        for (JsonNode part : status.at("/report/parts")) {
            if (part.path("part").asText().equals(name)) {
                return part;
            }
        }
        throw new AssertionError("no part " + name + " in " + status);
    }

    private static String export(WireClient http) {
        return http.get("/v1/memories/export?namespace=notes&sort=asc")
                .key(TestKeys.RETAINR)
                .expect(200)
                .body();
    }
}
