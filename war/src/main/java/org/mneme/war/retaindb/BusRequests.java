package org.mneme.war.retaindb;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mneme.war.json.JsonBody;

/** What the routes of the agent memory bus take. */
final class BusRequests {

    private BusRequests() {}

    /** What {@code POST /v1/agent/memory/events} takes. */
    record Event(
            Place place, String type, String summary, Map<String, Object> details, double salience, boolean async) {

        static Event of(JsonBody body) {
            return new Event(
                    task(body, "agent_id"),
                    body.requireText("type", Limits.WORD).strip().toLowerCase(Locale.ROOT),
                    body.requireText("summary", Limits.CONTENT),
                    body.map("details"),
                    body.number("salience", 0, 1).orElse(0.5),
                    Fields.async(body, true));
        }
    }

    /** What {@code POST /v1/agent/memory/context} takes. */
    record Context(Place place, String query, int topK, Optional<Integer> maxTokens) {

        static Context of(JsonBody body) {
            return new Context(
                    task(body, "agent_id"),
                    body.requireText("query", Limits.QUERY),
                    body.integer("top_k", 1, Limits.TOP_K).orElse(8),
                    Fields.maxTokens(body));
        }
    }

    /** What {@code POST /v1/agent/memory/handoffs} takes. */
    record Handoff(Place place, String fromAgent, String toAgent, String summary, Optional<String> context) {

        static Handoff of(JsonBody body) {
            return new Handoff(
                    task(body, "from_agent_id"),
                    body.requireText("from_agent_id", Limits.NAME),
                    body.requireText("to_agent_id", Limits.NAME),
                    body.requireText("summary", Limits.CONTENT),
                    body.text("context", Limits.CONTENT).filter(text -> !text.isBlank()));
        }
    }

    /** What {@code POST /v1/agent/memory/handoffs/{id}/resume} takes. */
    record Resume(String session) {

        static Resume of(JsonBody body) {
            return new Resume(body.requireText("session_id", Limits.NAME));
        }
    }

    private static Place task(JsonBody body, String agentField) {
        body.requireText("project", Limits.NAME);
        body.requireText(agentField, Limits.NAME);
        body.requireText("task_id", Limits.NAME);
        return Place.of(body);
    }
}
