package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mneme.war.server.Answer;

/** The document "Agent Memory Bus API". */
class AgentBusIT extends RetainDbTest {

    private static final String EVENTS = "/v1/agent/memory/events";
    private static final String CONTEXT = "/v1/agent/memory/context";
    private static final String HANDOFFS = "/v1/agent/memory/handoffs";

    private final String task = fresh("task");

    private Map<String, Object> event(String type, String summary) {
        return new HashMap<>(Map.of(
                "project",
                project,
                "agent_id",
                "planner",
                "task_id",
                task,
                "type",
                type,
                "summary",
                summary,
                "write_mode",
                "sync"));
    }

    private Map<String, Object> question(String query) {
        return new HashMap<>(
                Map.of("project", project, "agent_id", "builder", "task_id", task, "query", query, "top_k", 8));
    }

    private Map<String, Object> handoff() {
        return new HashMap<>(Map.of(
                "project",
                project,
                "from_agent_id",
                "planner",
                "to_agent_id",
                "builder",
                "task_id",
                task,
                "summary",
                "Build hosted checkout.",
                "context",
                "Use hosted checkout. Keep custom payment UI out of v1."));
    }

    @Test
    void theRequestsOfTheDocumentInTheirOrder() {
        Answer event = post(EVENTS, """
                        {
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
                          }
                        """).expect(202).has("/success", true);
        assertThat(event.text("/event_id")).startsWith("evt_");
        assertThat(event.text("/memory_job_id")).matches("job_[0-9a-f]{32}");
        assertThat(event.text("/trace_id")).startsWith("trc_");

        Answer context = post(CONTEXT, """
                        {
                            "project": "app",
                            "agent_id": "builder",
                            "task_id": "checkout-redesign",
                            "query": "What should I know before implementation?",
                            "top_k": 8
                          }
                        """)
                .expect(200)
                .has("/success", true)
                .has("/context/task_id", "checkout-redesign")
                .has("/context/agent_id", "builder")
                .has("/context/query", "What should I know before implementation?")
                .has("/context/events/0/summary", "Use hosted checkout in v1.")
                .has("/context/events/0/agent_id", "planner")
                .has("/context/events/0/details/reason", "Lower implementation risk.")
                .has("/context/events/0/salience", 0.9);
        assertThat(context.text("/context/text")).contains("Use hosted checkout in v1.", "planner");

        Answer handoff = post(HANDOFFS, """
                        {
                            "project": "app",
                            "from_agent_id": "planner",
                            "to_agent_id": "builder",
                            "task_id": "checkout-redesign",
                            "summary": "Build hosted checkout.",
                            "context": "Use hosted checkout. Keep custom payment UI out of v1."
                          }
                        """)
                .expect(201)
                .has("/success", true)
                .has("/handoff/status", "open")
                .has("/handoff/from_agent_id", "planner")
                .has("/handoff/to_agent_id", "builder");
        String id = handoff.text("/handoff_id");
        assertThat(id).startsWith("handoff_");

        get(HANDOFFS + "/" + id)
                .expect(200)
                .has("/success", true)
                .has("/handoff/id", id)
                .has("/handoff/summary", "Build hosted checkout.");

        Answer resumed = post(HANDOFFS + "/" + id + "/resume", "{\"session_id\": \"builder-session-001\"}")
                .expect(200)
                .has("/success", true)
                .has("/handoff_id", id)
                .has("/session_id", "builder-session-001")
                .has("/forked", false)
                .has("/handoff/status", "resumed")
                .has("/context/agent_id", "builder");
        assertThat(resumed.text("/context/text"))
                .contains("Build hosted checkout.", "Keep custom payment UI out of v1.", "Use hosted checkout in v1.");

        error(get(HANDOFFS + "/handoff_123").send(), 404, "NOT_FOUND");
        error(
                post(HANDOFFS + "/handoff_123/resume", "{\"session_id\": \"builder-session-001\"}")
                        .send(),
                404,
                "NOT_FOUND");
    }

    @Test
    void anEventIsAMemoryTooOnceItsJobHasEnded() {
        Map<String, Object> body = event("observation", "The payment sandbox rejects long postcodes.");
        body.put("write_mode", "async");
        String job = post(EVENTS, body).expect(202).text("/memory_job_id");
        ended(job).has("/job/status", "completed").has("/job/result/memories_created", 1);

        post("/v1/memory/search", Map.of("project", project, "task_id", task, "query", "payment sandbox postcodes"))
                .expect(200)
                .has("/count", 1)
                .has("/results/0/content", "The payment sandbox rejects long postcodes.")
                .has("/results/0/memory/agent_id", "planner")
                .has("/results/0/memory/metadata/event_type", "observation");
    }

    @Test
    void anEventAtOnceHasNoJob() {
        Answer answer =
                post(EVENTS, event("decision", "Sync it is.")).expect(201).has("/success", true);
        assertThat(answer.at("/memory_job_id").isNull()).isTrue();
        post("/v1/memory/search", Map.of("project", project, "task_id", task, "query", "sync"))
                .expect(200)
                .has("/count", 1)
                .has("/results/0/memory/type", "decision");
    }

    @Test
    void aTypeTheDocumentsDoNotNameIsKept() {
        post(EVENTS, event("coffee_break", "Nobody worked for ten minutes.")).expect(201);
        post(CONTEXT, question("coffee")).expect(200).has("/context/events/0/type", "coffee_break");
    }

    @Test
    void decisionsAndConstraintsComeFirstThenFailuresThenTheRest() {
        post(EVENTS, event("decision", "Decision one.")).expect(201);
        post(EVENTS, event("failure", "Failure one.")).expect(201);
        post(EVENTS, event("constraint", "Constraint one.")).expect(201);
        post(EVENTS, event("observation", "Observation one.")).expect(201);

        Answer answer = post(CONTEXT, question("What happened?")).expect(200);

        assertThat(texts(answer.at("/context/events"), "type"))
                .containsExactly("constraint", "decision", "failure", "observation");
        String text = answer.text("/context/text");
        assertThat(text.indexOf("Failure one.")).isGreaterThan(text.indexOf("Decision one."));
        assertThat(text).containsOnlyOnce("Decision one.").contains("(planner, ");
    }

    @Test
    void aContextNeverHasMoreTokensThanAllowed() {
        for (int i = 0; i < 20; i++) {
            post(EVENTS, event("observation", "Observation number " + i + " of a rather long and winding day."))
                    .expect(201);
        }
        for (int max : List.of(1, 50, 120, 400)) {
            Map<String, Object> body = question("observations of the day");
            body.put("max_tokens", max);
            Answer answer = post(CONTEXT, body).expect(200);
            assertThat(answer.at("/context/token_estimate").asInt()).isLessThanOrEqualTo(max);
        }
    }

    @Test
    void whatPlannerWroteBuilderReadsAndAnotherTaskDoesNot() {
        post(EVENTS, event("decision", "Use hosted checkout.")).expect(201);
        post(
                        "/v1/memory",
                        Map.of("project", project, "task_id", task, "agent_id", "planner", "content", "Stripe is set."))
                .expect(201);

        Answer builder = post(CONTEXT, question("checkout stripe")).expect(200);
        assertThat(builder.text("/context/text")).contains("Use hosted checkout.", "Stripe is set.");
        assertThat(texts(builder.at("/context/memories"), "agent_id")).containsOnly("planner");

        Map<String, Object> elsewhere = question("checkout stripe");
        elsewhere.put("task_id", fresh("other"));
        post(CONTEXT, elsewhere).expect(200).has("/context/text", "").has("/context/token_estimate", 0);
    }

    @Test
    void userAndSessionNarrowWhereTheyAreSent() {
        Map<String, Object> mine = event("decision", "For session one.");
        mine.put("session_id", "one");
        post(EVENTS, mine).expect(201);
        post(EVENTS, event("decision", "For nobody in particular.")).expect(201);

        Map<String, Object> narrowed = question("decisions");
        narrowed.put("session_id", "one");
        Answer answer = post(CONTEXT, narrowed).expect(200);
        assertThat(texts(answer.at("/context/events"), "summary")).containsExactly("For session one.");
        assertThat(post(CONTEXT, question("decisions")).expect(200).at("/context/events"))
                .hasSize(2);
    }

    @Test
    void theFirstResumeTakesTheHandoffAndALaterOneForksIt() {
        String id = post(HANDOFFS, handoff()).expect(201).text("/handoff_id");
        Answer open = post(CONTEXT, question("checkout")).expect(200);
        assertThat(open.at("/context/handoffs")).hasSize(1);
        assertThat(open.text("/context/text")).contains("open handoff planner to builder");

        String resume = HANDOFFS + "/" + id + "/resume";
        post(resume, Map.of("session_id", "one"))
                .expect(200)
                .has("/forked", false)
                .has("/handoff/resumed_by_session_id", "one");
        post(resume, Map.of("session_id", "one")).expect(200).has("/forked", false);
        post(resume, Map.of("session_id", "two"))
                .expect(200)
                .has("/forked", true)
                .has("/handoff/resumed_by_session_id", "one")
                .has("/handoff/forks/0", "two");
        post(resume, Map.of("session_id", "two")).expect(200).has("/forked", true);
        assertThat(get(HANDOFFS + "/" + id).expect(200).at("/handoff/forks")).hasSize(1);
        assertThat(post(CONTEXT, question("checkout")).expect(200).at("/context/handoffs"))
                .isEmpty();
        assertThat(error(post(resume, Map.of()).send(), 400, "VALIDATION_ERROR"))
                .contains("session_id");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/agent/memory/events, project",
        "/v1/agent/memory/events, agent_id",
        "/v1/agent/memory/events, task_id",
        "/v1/agent/memory/events, type",
        "/v1/agent/memory/events, summary",
        "/v1/agent/memory/context, project",
        "/v1/agent/memory/context, agent_id",
        "/v1/agent/memory/context, task_id",
        "/v1/agent/memory/context, query",
        "/v1/agent/memory/handoffs, project",
        "/v1/agent/memory/handoffs, from_agent_id",
        "/v1/agent/memory/handoffs, to_agent_id",
        "/v1/agent/memory/handoffs, task_id",
        "/v1/agent/memory/handoffs, summary"
    })
    void aMissingFieldIsNamed(String path, String field) {
        Map<String, Object> body = handoff();
        body.putAll(event("decision", "x"));
        body.putAll(question("x"));
        body.remove(field);
        assertThat(error(post(path, body).send(), 400, "VALIDATION_ERROR")).contains(field);
    }

    @Test
    void salienceLiesInZeroToOne() {
        Map<String, Object> body = event("decision", "x");
        body.put("salience", 1.5);
        assertThat(error(post(EVENTS, body).send(), 400, "VALIDATION_ERROR")).contains("salience");
    }
}
