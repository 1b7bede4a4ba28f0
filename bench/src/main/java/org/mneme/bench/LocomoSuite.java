package org.mneme.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;

/**
 * How many of the turns that answer the questions of LoCoMo each profile finds, beside words alone; and how long each takes.
 *
 * <p>Turns are stored over HTTP as a user would: one memory each, with its session and date. Questions are asked within
 * their conversation. The weights of {@code quality} were chosen on conversations 1 to 5.
 */
final class LocomoSuite {

    private static final String SUITE = "locomo";
    private static final String PROJECT = "locomo";
    private static final List<String> PROFILES = ProfileTimes.PROFILES;
    private static final int LAST_TUNED_ON = 5;
    private static final int TOP_K = 50;

    private final Report report;
    private final LocomoData data;
    private final Path directory;

    LocomoSuite(Report report, LocomoData data, Path directory) {
        this.report = report;
        this.data = data;
        this.directory = directory;
    }

    void run() {
        try (WordsAlone words = new WordsAlone(directory.resolve("words"), data.turns())) {
            report("BM25 alone", question -> words.search(question.conversation(), question.text(), TOP_K));
        }
        try (PackagedServer server = PackagedServer.builder()
                .environment("MNEME_EMBEDDING", "onnx")
                .jvmOptions("-Xmx1g")
                .start()) {
            ServerClient client = new ServerClient(server.baseUri(), TestKeys.RETAINDB);
            storeTurns(client);
            for (String profile : PROFILES) {
                String name = profile.equals("fast") ? "fast (vector alone)" : profile;
                report(name, question -> search(client, question, profile));
            }
            new ProfileTimes(report, SUITE, client, PROJECT).run(data.turns().size());
        }
    }

    private void storeTurns(ServerClient client) {
        Map<String, List<LocomoData.Turn>> sessions = data.turns().stream()
                .collect(Collectors.groupingBy(LocomoData.Turn::session, LinkedHashMap::new, Collectors.toList()));
        int apart = 0;
        for (List<LocomoData.Turn> session : sessions.values()) {
            JsonNode answer = bulk(
                    client,
                    session.stream().<Map<String, ?>>map(LocomoSuite::memory).toList());
            Set<String> ids = session.stream().map(LocomoData.Turn::id).collect(Collectors.toSet());
            for (JsonNode memory : answer.path("memories")) {
                apart += ids.contains(memory.at("/metadata/turn").asText()) ? 1 : 0;
            }
        }
        // two turns that say the same become one memory: the later turn is then never found
        report.add(SUITE, "turns of " + data.turns().size() + " stored as memories of their own", "count", apart, "");
    }

    private static Map<String, ?> memory(LocomoData.Turn turn) {
        return Map.of(
                "content", turn.content(),
                "user_id", user(turn.conversation()),
                "session_id", turn.session(),
                "document_date", turn.date().toString(),
                "metadata", Map.of("turn", turn.id()));
    }

    private static String user(int conversation) {
        return "conversation-" + conversation;
    }

    private static JsonNode bulk(ServerClient client, List<Map<String, ?>> memories) {
        return client.post("/v1/memory/bulk", Map.of("project", PROJECT, "write_mode", "sync", "memories", memories));
    }

    /** Ask within the conversation, of what still holds and of history. */
    private static List<String> search(ServerClient client, LocomoData.Question question, String profile) {
        Map<String, ?> body = Map.of(
                "project",
                PROJECT,
                "user_id",
                user(question.conversation()),
                "query",
                question.text(),
                "top_k",
                TOP_K,
                "include_inactive",
                true,
                "profile",
                profile);
        List<String> turns = new ArrayList<>();
        for (JsonNode result : client.post("/v1/memory/search", body).path("results")) {
            turns.add(result.at("/memory/metadata/turn").asText());
        }
        return turns;
    }

    private interface Ranking {
        List<String> of(LocomoData.Question question);
    }

    private void report(String name, Ranking ranking) {
        Map<String, RetrievalScores> scores = new LinkedHashMap<>();
        for (LocomoData.Question question : data.questions()) {
            List<String> turns = ranking.of(question);
            List<String> sessions =
                    turns.stream().map(LocomoData::sessionOf).distinct().toList();
            boolean tuned = question.conversation() <= LAST_TUNED_ON;
            String half = tuned ? "conversations 1-5" : "conversations 6-10";
            for (String group : List.of("all", half, "category " + question.category())) {
                scores(scores, group + ", turns").add(turns, question.evidence());
                scores(scores, group + ", sessions").add(sessions, question.sessions());
            }
        }
        new TreeMap<>(scores)
                .forEach((group, of) -> of.means()
                        .forEach((measure, mean) -> report.add(SUITE, name + ", " + group, measure, mean, "%")));
    }

    private static RetrievalScores scores(Map<String, RetrievalScores> all, String group) {
        return all.computeIfAbsent(group, none -> new RetrievalScores());
    }
}
