package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;

class AgentModelIT extends RetainDbTest {

    private final String agent = fresh("agent");

    private Answer model() {
        return get("/v1/memory/agent/" + agent + "/model?project=" + project).expect(200);
    }

    @Test
    void anAgentKnowsWhatItWasToldAboutItself() {
        Map<String, String> seed = Map.of(
                "project",
                project,
                "content",
                "You are Ada, a reviewer. Never approve without tests.\n## Goals\n- A calm release.",
                "source",
                "SOUL.md");
        post("/v1/memory/agent/" + agent + "/seed", seed)
                .expect(200)
                .has("/agent_id", agent)
                .has("/seeded", true)
                .has("/memories_created", 3);

        Answer model = model().has("/agent_id", agent)
                .has("/persona", "You are Ada, a reviewer.")
                .has("/persistent_instructions/0", "Never approve without tests.")
                .has("/goals/0", "A calm release.")
                .has("/memory_count", 3);
        assertThat(model.at("/working_style").isNull()).isTrue();
        assertThat(model.text("/last_updated")).endsWith("Z");

        post("/v1/memory/agent/" + agent + "/seed", seed).expect(200).has("/memories_created", 0);
        model().has("/memory_count", 3);
    }

    @Test
    void whatAnAgentRemembersOfAUserIsNotItself() {
        post(
                        "/v1/memory",
                        Map.of(
                                "project",
                                project,
                                "agent_id",
                                agent,
                                "user_id",
                                "u",
                                "memory_type",
                                "goal",
                                "content",
                                "Run a marathon."))
                .expect(201);

        Answer model = model().has("/memory_count", 1);
        assertThat(model.at("/goals")).isEmpty();
        assertThat(model.at("/persona").isNull()).isTrue();
    }

    @Test
    void anAgentNobodyToldAnythingIsEmpty() {
        get("/v1/memory/agent/" + agent + "/model").expect(200).has("/memory_count", 0);
        error(post("/v1/memory/agent/" + agent + "/seed", Map.of()).send(), 400, "VALIDATION_ERROR");
        error(
                get("/v1/memory/agent/" + agent + "/model?project=" + fresh("never"))
                        .send(),
                404,
                "PROJECT_NOT_FOUND");
    }
}
