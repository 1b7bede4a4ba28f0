package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Memory;

/** Read and write the documents of memories. */
final class Memories {

    /** No memory has it: what counts is the shard it would be in. */
    private static final String NO_ID = "";

    private final Cluster cluster;
    private final String index;
    private final Clock clock;
    private final Refreshes refreshes;
    private final Undispatched undispatched = new Undispatched();

    Memories(Cluster cluster, String index, Clock clock) {
        this.cluster = cluster;
        this.index = index;
        this.clock = clock;
        this.refreshes = new Refreshes(cluster, index);
    }

    Refreshes refreshes() {
        return refreshes;
    }

    /** Return what was stored here with deliveries that nobody has dispatched yet. */
    Undispatched undispatched() {
        return undispatched;
    }

    Clock clock() {
        return clock;
    }

    boolean visible(Memory memory) {
        return memory.visibleAt(clock.instant());
    }

    static Cluster.Key key(String workspace, String id) {
        return new Cluster.Key(Cluster.id("m", workspace, id), workspace);
    }

    static Cluster.Write create(Stored stored) {
        Memory memory = stored.memory();
        return Cluster.Write.create(key(memory.scope().workspace(), memory.id()), stored.source());
    }

    Optional<Cluster.Doc> get(String workspace, String id) {
        return get(workspace, List.of(id), Stored.ALL_FIELDS).get(0);
    }

    List<Optional<Cluster.Doc>> get(String workspace, List<String> ids, List<String> fields) {
        return cluster.get(index, ids.stream().map(id -> key(workspace, id)).toList(), fields);
    }

    /** Read documents, and make visible what any server has written to the workspace. */
    List<Optional<Cluster.Doc>> getFresh(String workspace, List<String> ids, List<String> fields) {
        return cluster.getFresh(
                index, ids.stream().map(id -> key(workspace, id)).toList(), fields);
    }

    /** Make visible what any server has written to the workspace. */
    void fresh(String workspace) {
        getFresh(workspace, List.of(NO_ID), List.of("ws"));
    }

    /** Return which of the memories have a document. */
    List<String> existing(String workspace, List<String> ids) {
        List<Optional<Cluster.Doc>> docs = get(workspace, ids, List.of("ws"));
        List<String> existing = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (docs.get(i).isPresent()) {
                existing.add(ids.get(i));
            }
        }
        return existing;
    }

    List<Boolean> write(List<Cluster.Write> writes) {
        return write(writes, () -> {});
    }

    boolean write(Cluster.Write write) {
        return write(List.of(write)).get(0);
    }

    /** Carry writes out, and run something before any of them is sent again. */
    List<Boolean> write(List<Cluster.Write> writes, Runnable again) {
        List<Optional<Cluster.Doc>> left = cluster.written(index, writes, again);
        undispatched.written(left);
        return left.stream().map(Optional::isPresent).toList();
    }

    boolean write(Cluster.Write write, Runnable again) {
        return write(List.of(write), again).get(0);
    }

    List<Cluster.Doc> find(
            Optional<String> workspace,
            Map<String, Object> query,
            List<Map<String, Object>> sort,
            int size,
            List<String> fields) {
        return cluster.search(index, workspace, body(query, sort, size, fields));
    }

    /** Find documents in the order of their ids, behind an id. */
    List<Cluster.Doc> findBehind(
            String workspace, Optional<String> id, Map<String, Object> query, int size, List<String> fields) {
        Map<String, Object> body = body(query, List.of(Map.of("id", "asc")), size, fields);
        id.ifPresent(last -> body.put("search_after", List.of(last)));
        return cluster.search(index, Optional.of(workspace), body);
    }

    private static Map<String, Object> body(
            Map<String, Object> query, List<Map<String, Object>> sort, int size, List<String> fields) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("query", query);
        body.put("sort", sort);
        body.put("size", size);
        body.put("_source", fields);
        body.put("seq_no_primary_term", true);
        body.put("track_total_hits", false);
        return body;
    }

    List<JsonNode> answers(String workspace, List<Map<String, Object>> bodies) {
        return cluster.answers(index, workspace, bodies);
    }

    JsonNode answer(String workspace, Map<String, Object> body) {
        return cluster.answer(index, Optional.of(workspace), body);
    }

    long count(Optional<String> workspace, Map<String, Object> query) {
        return cluster.answer(index, workspace, Map.of("query", query, "size", 0, "track_total_hits", true))
                .path("hits")
                .path("total")
                .path("value")
                .longValue();
    }
}
