package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.WireClient;

/** What one organization, project, user, session and task wrote, nobody else reads, over any route. */
class IsolationIT extends RetainDbTest {

    /** A word that is in everything the owner writes and in nothing else. */
    private final String secret = fresh("secret");

    private final String agent = fresh("agent");

    /** The routes that somebody else tried. */
    private final Set<Routes.Route> tried = new HashSet<>();

    private final List<Routes.Route> routes = Routes.of(http);

    private record Reader(String name, String key, String project, String user, String session, String task) {}

    private WireClient.Request request(String method, String path) {
        tried.add(Routes.of(routes, method, path.replaceFirst("\\?.*", "")));
        return http.request(method, path);
    }

    private Map<String, Object> at(Reader reader, Object... more) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "project",
                reader.project(),
                "user_id",
                reader.user(),
                "session_id",
                reader.session(),
                "task_id",
                reader.task()));
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    private WireClient.Request post(Reader reader, String path, Map<String, Object> body) {
        return request("POST", path).key(reader.key()).json(body);
    }

    /** Write a word to every route that writes, and return the ids that came back. */
    private Map<String, String> write(Reader owner, String secret) {
        Map<String, String> ids = new HashMap<>();
        ids.put(
                "memory",
                post(owner, "/v1/memory", at(owner, "content", secret + " one"))
                        .expect(201)
                        .text("/memory_id"));
        ids.put(
                "job",
                post(owner, "/v1/memory", at(owner, "content", secret + " two", "async", true))
                        .expect(202)
                        .text("/job_id"));
        post(owner, "/v1/memory/bulk", at(owner, "memories", List.of(Map.of("content", secret + " three"))))
                .expect(202);
        post(
                        owner,
                        "/v1/memory/ingest/session",
                        at(owner, "messages", List.of(Map.of("role", "user", "content", "I own " + secret + " four."))))
                .expect(202);
        post(
                        owner,
                        "/v1/agent/memory/events",
                        at(owner, "agent_id", "planner", "type", "decision", "summary", secret + " five"))
                .expect(202);
        post(owner, "/v1/memories", at(owner, "content", secret + " seven")).expect(201);
        post(
                        owner,
                        "/v1/memory/agent/" + agent + "/seed",
                        Map.of("project", owner.project(), "content", "You plan with " + secret + " eight."))
                .expect(200);
        ids.put(
                "handoff",
                post(
                                owner,
                                "/v1/agent/memory/handoffs",
                                at(owner, "from_agent_id", "a", "to_agent_id", "b", "summary", secret + " six"))
                        .expect(201)
                        .text("/handoff_id"));
        return ids;
    }

    /** Read over every route that reads by place. */
    private Map<String, Answer> read(Reader reader) {
        String project = "?project=" + reader.project();
        Map<String, Answer> answers = new LinkedHashMap<>();
        answers.put("profile", get(reader, "/v1/memory/profile/" + reader.user() + project));
        answers.put("session", get(reader, "/v1/memory/session/" + reader.session() + project));
        answers.put(
                "inactive", get(reader, "/v1/memory/session/" + reader.session() + project + "&include_inactive=true"));
        answers.put("whole session", get(reader, "/v1/memory/session/" + reader.session() + project + "&limit=100"));
        answers.put(
                "list",
                get(
                        reader,
                        "/v1/memories" + project + "&user_id=" + reader.user() + "&session_id=" + reader.session()
                                + "&task_id=" + reader.task()));
        for (String profile : List.of("fast", "balanced", "quality")) {
            answers.put(
                    "search " + profile,
                    post(reader, "/v1/memory/search", at(reader, "query", "own " + secret, "profile", profile))
                            .send());
        }
        answers.put(
                "old search",
                post(reader, "/v1/memories/search", at(reader, "query", secret)).send());
        answers.put(
                "context",
                post(reader, "/v1/context/query", at(reader, "query", secret, "threshold", 0))
                        .send());
        answers.put(
                "ask",
                post(reader, "/v1/memory/profile/" + reader.user() + "/ask", at(reader, "query", secret))
                        .send());
        answers.put(
                "bundle",
                post(reader, "/v1/agent/memory/context", at(reader, "query", secret, "agent_id", "builder"))
                        .send());
        return answers;
    }

    private Answer get(Reader reader, String path) {
        return request("GET", path).key(reader.key()).send();
    }

    /** Tell whether an answer shows what the owner wrote, apart from the query it repeats. */
    private boolean shows(Answer answer) {
        return List.of("one", "two", "three", "four", "five", "six", "seven", "eight").stream()
                .anyMatch(word -> answer.body().contains(secret + " " + word));
    }

    @Test
    void nobodyElseReadsWhatWasWritten() {
        String other = anotherOrganization();
        Reader owner = new Reader("owner", KEY, project, fresh("user"), fresh("session"), fresh("task"));
        Map<String, String> ids = write(owner, secret);
        List<Reader> strangers = List.of(
                new Reader("another organization", other, project, owner.user(), owner.session(), owner.task()),
                new Reader("another project", KEY, fresh("project"), owner.user(), owner.session(), owner.task()),
                new Reader("another user", KEY, project, fresh("user"), fresh("session"), owner.task()),
                new Reader("another task", KEY, project, fresh("user"), fresh("session"), fresh("task")));
        // each writes something of its own, so that the strangers' projects exist
        tried.clear();
        strangers.forEach(stranger -> write(stranger, fresh("other")));

        assertThat(read(owner)).allSatisfy((route, answer) -> {
            answer.expect(200);
            assertThat(shows(answer))
                    .as("owner reads own over %s: %s", route, answer.body())
                    .isTrue();
        });
        for (Reader stranger : strangers) {
            assertThat(read(stranger)).allSatisfy((route, answer) -> {
                answer.expect(200);
                assertThat(shows(answer))
                        .as("%s reads over %s: %s", stranger.name(), route, answer.body())
                        .isFalse();
            });
        }
        // who an agent is belongs to its project
        String model = "/v1/memory/agent/" + agent + "/model?project=";
        assertThat(shows(get(owner, model + project))).isTrue();
        strangers
                .subList(0, 2)
                .forEach(stranger -> assertThat(shows(get(stranger, model + stranger.project())))
                        .as(stranger.name())
                        .isFalse());
        byId(other, ids);
        assertThat(routes).as("the matrix has every route there is").allMatch(tried::contains);
        // nothing that was tried has changed anything
        get(owner, "/v1/memory/" + ids.get("memory")).expect(200).has("/memory/content", secret + " one");
    }

    private void byId(String other, Map<String, String> ids) {
        String memory = "/v1/memory/" + ids.get("memory");
        String handoff = "/v1/agent/memory/handoffs/" + ids.get("handoff");
        request("GET", memory).key(other).expect(404);
        request("GET", memory + "/versions").key(other).expect(404);
        request("PUT", memory).key(other).json(Map.of("content", "x")).expect(404);
        request("DELETE", memory).key(other).expect(404);
        request("GET", "/v1/memories/" + ids.get("memory")).key(other).expect(404);
        request("DELETE", "/v1/memories/" + ids.get("memory")).key(other).expect(404);
        request("POST", "/v1/memory/bulk-delete")
                .key(other)
                .json(Map.of("memory_ids", List.of(ids.get("memory"))))
                .expect(200)
                .has("/deleted", 0);
        request("GET", "/v1/memory/jobs/" + ids.get("job")).key(other).expect(403);
        request("GET", "/v1/jobs/" + ids.get("job")).key(other).expect(403);
        request("GET", "/v1/memory/pending:" + ids.get("job") + ":0").key(other).expect(404);
        request("GET", handoff).key(other).expect(404);
        request("POST", handoff + "/resume")
                .key(other)
                .json(Map.of("session_id", "s"))
                .expect(404);
    }
}
