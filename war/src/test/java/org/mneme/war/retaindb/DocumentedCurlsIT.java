package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;

/** The command lines of the two documents, as they stand there, but for the server and the key. */
class DocumentedCurlsIT extends RetainDbTest {

    private Answer curl(String line) {
        return CurlLine.request(http, KEY, line.strip()).send();
    }

    @Test
    void aUsersProfile() {
        post(
                        "/v1/memory",
                        Map.of(
                                "project",
                                "retaindb-quickstart",
                                "user_id",
                                "demo-alex",
                                "content",
                                fresh("Alex likes")))
                .expect(201);

        curl("""
                curl "https://api.retaindb.com/v1/memory/profile/demo-alex?project=retaindb-quickstart&include_pending=true" \\
                -H "Authorization: Bearer $RETAINDB_API_KEY"
                """).expect(200).has("/user_id", "demo-alex").has("/include_pending", true);
    }

    @Test
    void aSessionsTimeline() {
        String content = fresh("User asked for release notes in bullet form");
        Answer accepted = post(
                        "/v1/memory",
                        Map.of(
                                "project",
                                "retaindb-quickstart",
                                "session_id",
                                "session-001",
                                "content",
                                content,
                                "write_mode",
                                "async"))
                .expect(202);

        Answer timeline = curl("""
                curl "https://api.retaindb.com/v1/memory/session/session-001?project=retaindb-quickstart&include_pending=true" \\
                -H "Authorization: Bearer $RETAINDB_API_KEY"
                """).expect(200).has("/session_id", "session-001");

        assertThat(texts(timeline.at("/memories"), "content")).containsOnlyOnce(content);
        ended(accepted.text("/job_id"));
    }

    @Test
    void aJobThatNobodyHas() {
        error(curl("""
                curl "https://api.retaindb.com/v1/memory/jobs/job_123" \\
                -H "Authorization: Bearer $RETAINDB_API_KEY"
                """), 404, "NOT_FOUND");
    }

    @Test
    void theAgentMemoryBusInTheOrderOfTheDocument() {
        Answer event = curl("""
                curl -X POST "https://api.retaindb.com/v1/agent/memory/events" \\
                  -H "Authorization: Bearer $RETAINDB_API_KEY" \\
                  -H "Content-Type: application/json" \\
                  -d '{
                    "project": "app",
                    "agent_id": "planner",
                    "task_id": "checkout-redesign",
                    "type": "decision",
                    "summary": "Use hosted checkout in v1.",
                    "details": {
                      "reason": "Lower implementation risk."
                    },
                    "salience": 0.9,
                    "write_mode": "async"
                  }'
                """).expect(202).has("/success", true);
        assertThat(event.text("/event_id")).startsWith("evt_");
        assertThat(event.text("/memory_job_id")).startsWith("job_");
        assertThat(event.text("/trace_id")).startsWith("trc_");

        Answer context = curl("""
                curl -X POST "https://api.retaindb.com/v1/agent/memory/context" \\
                  -H "Authorization: Bearer $RETAINDB_API_KEY" \\
                  -H "Content-Type: application/json" \\
                  -d '{
                    "project": "app",
                    "agent_id": "builder",
                    "task_id": "checkout-redesign",
                    "query": "What should I know before implementation?",
                    "top_k": 8
                  }'
                """).expect(200);
        assertThat(context.text("/context/text")).contains("Use hosted checkout in v1.");

        Answer handoff = curl("""
                curl -X POST "https://api.retaindb.com/v1/agent/memory/handoffs" \\
                  -H "Authorization: Bearer $RETAINDB_API_KEY" \\
                  -H "Content-Type: application/json" \\
                  -d '{
                    "project": "app",
                    "from_agent_id": "planner",
                    "to_agent_id": "builder",
                    "task_id": "checkout-redesign",
                    "summary": "Build hosted checkout.",
                    "context": "Use hosted checkout. Keep custom payment UI out of v1."
                  }'
                """).expect(201);

        // the document's own id, and the one the server gave
        for (String id : new String[] {"handoff_123", handoff.text("/handoff_id")}) {
            int status = id.equals("handoff_123") ? 404 : 200;
            curl("""
                    curl "https://api.retaindb.com/v1/agent/memory/handoffs/handoff_123" \\
                      -H "Authorization: Bearer $RETAINDB_API_KEY"
                    """.replace("handoff_123", id)).expect(status);
            curl("""
                    curl -X POST "https://api.retaindb.com/v1/agent/memory/handoffs/handoff_123/resume" \\
                      -H "Authorization: Bearer $RETAINDB_API_KEY" \\
                      -H "Content-Type: application/json" \\
                      -d '{
                        "session_id": "builder-session-001"
                      }'
                    """.replace("handoff_123", id)).expect(status);
        }
    }
}
