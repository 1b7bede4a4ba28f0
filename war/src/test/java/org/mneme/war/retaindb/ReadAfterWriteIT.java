package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;

class ReadAfterWriteIT extends RetainDbTest {

    private static final int WRITES = 1_000;
    private static final int WRITERS = 4;

    /** Count in how many entries of a list this text is. */
    private static long occurrences(Answer answer, String list, String content) {
        return texts(answer.at(list), "content").stream()
                .filter(content::equals)
                .count();
    }

    @Test
    void anAcceptedWriteIsInEveryReadAtOnceExactlyOnce() {
        String user = fresh("user");
        String session = fresh("session");
        String content = "The " + fresh("word") + " is in the house.";
        Answer accepted = post(
                        "/v1/memory",
                        Map.of(
                                "project",
                                project,
                                "content",
                                content,
                                "user_id",
                                user,
                                "session_id",
                                session,
                                "write_mode",
                                "async"))
                .expect(202);
        String job = accepted.text("/job_id");

        for (int i = 0; i < 2; i++) {
            Answer timeline =
                    get("/v1/memory/session/" + session + "?project=" + project).expect(200);
            assertThat(occurrences(timeline, "/memories", content)).isEqualTo(1);
            Answer profile =
                    get("/v1/memory/profile/" + user + "?project=" + project).expect(200);
            assertThat(occurrences(profile, "/memories", content)).isEqualTo(1);
            Answer found = post(
                            "/v1/memory/search", Map.of("project", project, "query", "house", "session_id", session))
                    .expect(200);
            assertThat(occurrences(found, "/results", content)).isEqualTo(1);
            Answer listed =
                    get("/v1/memories?project=" + project + "&user_id=" + user).expect(200);
            assertThat(occurrences(listed, "/memories", content)).isEqualTo(1);
            ended(job).has("/job/status", "completed");
        }
    }

    @Test
    void aPendingWriteLooksAsTheDocumentsSay() {
        String session = fresh("session");
        // long enough to be seen before it is done
        List<Map<String, String>> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(Map.of("content", "Line " + i + " of a long list.", "session_id", session));
        }
        String job = post("/v1/memory/bulk", Map.of("project", project, "memories", many))
                .expect(202)
                .text("/job_id");

        Answer timeline =
                get("/v1/memory/session/" + session + "?project=" + project).expect(200);
        if (timeline.at("/pending_overlay_count").asInt() > 0) {
            timeline.has("/memories/0/id", "pending:" + job + ":0")
                    .has("/memories/0/content", "Line 0 of a long list.")
                    .has("/memories/0/type", "event")
                    .has("/memories/0/pending", true)
                    .has("/memories/0/job_id", job)
                    .has("/pending_overlay_count", 1_000);
            assertThat(timeline.text("/memories/0/created_at")).endsWith("Z");
        }
        timeline.has("/count", 1_000);
        ended(job);
        Answer after = get("/v1/memory/session/" + session + "?project=" + project)
                .expect(200)
                .has("/count", 1_000)
                .has("/pending_overlay_count", 0)
                .has("/memories/0/content", "Line 0 of a long list.")
                .has("/memories/999/content", "Line 999 of a long list.");
        assertThat(after.at("/memories/0").has("pending")).isFalse();
    }

    @Test
    void aReaderWhoDoesNotWantThemSeesNoPendingWrites() {
        String session = fresh("session");
        String job = post(
                        "/v1/memory",
                        Map.of("project", project, "content", "x", "session_id", session, "write_mode", "async"))
                .expect(202)
                .text("/job_id");
        Answer timeline = get("/v1/memory/session/" + session + "?project=" + project + "&include_pending=false")
                .expect(200)
                .has("/include_pending", false)
                .has("/pending_overlay_count", 0);
        assertThat(timeline.at("/memories").findValuesAsText("pending")).isEmpty();
        ended(job);
    }

    /** Writers that write as fast as they can, each reading its own session after every write, and a reader that only looks. */
    @Test
    void aThousandWritesUnderLoadAreInTheTimelineInTheNextRequestAndAlwaysExactlyOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
        String session = fresh("watched");
        AtomicBoolean writing = new AtomicBoolean(true);
        try {
            Future<?> reader = threads.submit(() -> watch(session, writing));
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                int writer = w;
                writers.add(threads.submit(() -> write(session, writer)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            writing.set(false);
            reader.get();
        } finally {
            writing.set(false);
            threads.shutdown();
        }
    }

    private void write(String watched, int writer) {
        List<String> written = new ArrayList<>();
        String session = fresh("session");
        for (int i = 0; i < WRITES / WRITERS; i++) {
            // a new session now and then, so that the answers stay small; one of them is watched by another reader
            if (i % 25 == 0) {
                session = i == 0 && writer == 0 ? watched : fresh("session");
                written.clear();
            }
            String content = "Writer " + writer + " writes number " + i + ".";
            post(
                            "/v1/memory",
                            Map.of(
                                    "project",
                                    project,
                                    "content",
                                    content,
                                    "session_id",
                                    session,
                                    "write_mode",
                                    "async"))
                    .expect(202);
            written.add(content);
            Answer timeline =
                    get("/v1/memory/session/" + session + "?project=" + project).expect(200);
            assertThat(texts(timeline.at("/memories"), "content"))
                    .as("timeline after write %d: %s", i, timeline.body())
                    .containsExactlyInAnyOrderElementsOf(written);
        }
    }

    /** What was once seen stays, and nothing is seen twice, while jobs end all the time. */
    private void watch(String session, AtomicBoolean writing) {
        List<String> before = List.of();
        while (writing.get()) {
            Answer timeline =
                    get("/v1/memory/session/" + session + "?project=" + project).send();
            if (timeline.status() == 404) {
                continue; // nothing was written to the project yet
            }
            List<String> seen = texts(timeline.expect(200).at("/memories"), "content");
            assertThat(seen).doesNotHaveDuplicates().containsAll(before);
            before = seen;
        }
    }
}
