package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.Tenant;

/** Two workspaces see nothing of each other, through any address. */
class IsolationIT extends OverTheWire {

    private static final String SECRET = "the launch code is swordfish";

    private Tenant owner;
    private Tenant stranger;
    private String id;

    @BeforeEach
    void haveTwoWorkspaces() {
        owner = Tenant.create(http);
        stranger = Tenant.create(http);
        id = owner.store("shared:name", SECRET, "secret");
    }

    @Test
    void readingFindsNothing() {
        assertThat(stranger.search(Map.of("query", SECRET))).isEmpty();
        assertThat(stranger.search(Map.of("query", SECRET, "namespace", "shared:name", "tags", List.of("secret"))))
                .isEmpty();
        stranger.get("/v1/memories?namespace=shared:name").expect(200).has("/total", 0);
        stranger.get("/v1/memories/" + id).expect(404);
        assertThat(stranger.get("/v1/memories/export").expect(200).body()).isEmpty();
        stranger.post("/v1/memories/context")
                .json(Map.of("query", SECRET))
                .expect(200)
                .has("/memories_used", 0);
        stranger.get("/v1/workspace").expect(200).has("/memory_count", 0);
        assertThat(stranger.get("/v1/workspace").expect(200).body()).doesNotContain(owner.workspace());
    }

    @Test
    void writingChangesNothing() {
        stranger.delete("/v1/memories/" + id).expect(404);
        stranger.delete("/v1/memories")
                .json(Map.of("namespace", "shared:name"))
                .expect(200)
                .is("{\"deleted\":0}");
        stranger.delete("/v1/memories")
                .json(Map.of("tags", List.of("secret")))
                .expect(200)
                .is("{\"deleted\":0}");
        stranger.post("/v1/memories")
                .json(Map.of("namespace", "shared:name", "content", SECRET, "dedup_threshold", 0.5))
                .expect(201)
                .has("/workspace_id", stranger.workspace());
        String key = owner.get("/v1/workspace").expect(200).text("/keys/0/key_id");
        stranger.delete("/v1/workspace/apikeys/" + key).expect(404);

        owner.get("/v1/memories/" + id).expect(200).has("/content", SECRET);
        owner.get("/v1/memories").expect(200).has("/total", 1);
    }

    @Test
    void anErrorSaysNothingOfTheOther() {
        assertThat(stranger.get("/v1/memories/" + id).expect(404).body())
                .isEqualTo(stranger.get("/v1/memories/" + id).expect(404).body())
                .doesNotContain("swordfish", owner.workspace());
    }
}
