package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;

/** Keep everything that is no memory: small documents, changed only in the state they were read in. */
final class Records {

    /** All are in one shard. */
    private static final String ROUTING = "0";

    private static final int PAGE = 1_000;
    private static final int CONTENTION = 1_000;

    private final Cluster cluster;
    private final String index;
    private final Refreshes refreshes;

    Records(Cluster cluster, String index) {
        this.cluster = cluster;
        this.index = index;
        this.refreshes = new Refreshes(cluster, index);
    }

    /** Begin a document. */
    static ObjectNode record(String kind, String workspace, String id, Object data) {
        ObjectNode source = Codec.MAPPER
                .createObjectNode()
                .put("kind", kind)
                .put("ws", workspace)
                .put("id", id);
        source.putObject("data").put("json", Codec.text(data));
        return source;
    }

    static void place(ObjectNode source, Scope scope) {
        scope.attributes().forEach((attribute, value) -> source.put(Terms.field(attribute), Terms.of(value)));
    }

    static <T> T data(Cluster.Doc doc, Class<T> type) {
        return Codec.read(doc.source().path("data").path("json").asText(), type);
    }

    Optional<Cluster.Doc> get(String id) {
        return cluster.get(index, key(id));
    }

    List<Optional<Cluster.Doc>> get(List<String> ids) {
        return get(ids, List.of());
    }

    List<Optional<Cluster.Doc>> get(List<String> ids, List<String> fields) {
        return cluster.get(index, ids.stream().map(id -> key(id)).toList(), fields);
    }

    boolean create(String id, ObjectNode source) {
        return created(id, source).isPresent();
    }

    /** Create a document, and return the state this has left; empty if it is there already. */
    Optional<Cluster.Doc> created(String id, ObjectNode source) {
        return written(List.of(Cluster.Write.create(key(id), source))).get(0);
    }

    List<Boolean> createAll(Map<String, ObjectNode> sources) {
        List<Cluster.Write> writes = new ArrayList<>();
        sources.forEach((id, source) -> writes.add(Cluster.Write.create(key(id), source)));
        return cluster.write(index, writes);
    }

    boolean replace(Cluster.Doc doc, ObjectNode source) {
        return replaced(doc, source).isPresent();
    }

    /** Replace a document in the state it was read in, and return the state this has left; empty if it had changed. */
    Optional<Cluster.Doc> replaced(Cluster.Doc doc, ObjectNode source) {
        return written(List.of(Cluster.Write.replace(doc, source))).get(0);
    }

    /** Carry writes out, and return the state each has left; empty where it was refused. */
    List<Optional<Cluster.Doc>> written(List<Cluster.Write> writes) {
        return cluster.written(index, writes);
    }

    static Cluster.Key key(String id) {
        return new Cluster.Key(id, ROUTING);
    }

    boolean remove(Cluster.Doc doc) {
        return cluster.write(index, Cluster.Write.delete(doc));
    }

    /**
     * Change a document, as often as others change it in between.
     *
     * @param change returns what it shall be, or empty to leave it
     * @return whether it was there and was changed
     */
    boolean change(String id, Function<Cluster.Doc, Optional<ObjectNode>> change) {
        return change(id, Optional.empty(), change).isPresent();
    }

    /**
     * Change a document as {@link #change(String, Function)} does, without reading one that is known already.
     *
     * @param known the state it is probably in
     * @return the state it was left in; empty if it was not changed
     */
    Optional<Cluster.Doc> change(
            String id, Optional<Cluster.Doc> known, Function<Cluster.Doc, Optional<ObjectNode>> change) {
        Optional<Cluster.Doc> left = known.flatMap(doc -> change.apply(doc).flatMap(source -> replaced(doc, source)));
        for (int i = 0; left.isEmpty() && i < CONTENTION; i++) {
            Optional<Cluster.Doc> doc = get(id);
            Optional<ObjectNode> changed = doc.flatMap(change);
            if (changed.isEmpty()) {
                return Optional.empty();
            }
            left = replaced(doc.get(), changed.get());
        }
        return Optional.of(left.orElseThrow(Records::contended));
    }

    /** Delete a document while it is as wanted; returns whether it was. */
    boolean remove(String id, Predicate<Cluster.Doc> wanted) {
        for (int i = 0; i < CONTENTION; i++) {
            Optional<Cluster.Doc> doc = get(id).filter(wanted);
            if (doc.isEmpty()) {
                return false;
            }
            if (remove(doc.get())) {
                return true;
            }
        }
        throw contended();
    }

    /** Make a document or change it, as often as others do in between. */
    void put(String id, Function<Optional<Cluster.Doc>, ObjectNode> next) {
        for (int i = 0; i < CONTENTION; i++) {
            Optional<Cluster.Doc> doc = get(id);
            ObjectNode source = next.apply(doc);
            if (doc.isPresent() ? replace(doc.get(), source) : create(id, source)) {
                return;
            }
        }
        throw contended();
    }

    /** Make documents or put them in the place of what is there, whatever that is. */
    void putAll(Map<String, ObjectNode> sources) {
        List<String> ids = List.copyOf(sources.keySet());
        List<Optional<Cluster.Doc>> docs = get(ids);
        List<Cluster.Write> writes = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            ObjectNode source = sources.get(ids.get(i));
            Cluster.Key key = key(ids.get(i));
            writes.add(docs.get(i)
                    .map(doc -> Cluster.Write.replace(doc, source))
                    .orElseGet(() -> Cluster.Write.create(key, source)));
        }
        List<Boolean> done = cluster.write(index, writes);
        for (int i = 0; i < ids.size(); i++) {
            if (!done.get(i)) {
                ObjectNode source = sources.get(ids.get(i));
                put(ids.get(i), doc -> source);
            }
        }
    }

    static MemoryException contended() {
        return MemoryException.storageUnavailable("too many change the same thing at once", null);
    }

    /** Make visible whatever any server has written. */
    void refresh() {
        refreshes.all();
    }

    List<Cluster.Doc> find(Map<String, Object> query, List<Map<String, Object>> sort, int size) {
        return find(query, sort, size, List.of());
    }

    /** Find documents with some of their fields, or with all. */
    List<Cluster.Doc> find(Map<String, Object> query, List<Map<String, Object>> sort, int size, List<String> fields) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (!fields.isEmpty()) {
            body.put("_source", fields);
        }
        body.put("query", query);
        body.put("sort", sort);
        body.put("size", Math.min(size, 10_000));
        body.put("seq_no_primary_term", true);
        body.put("track_total_hits", false);
        return cluster.search(index, Optional.of(ROUTING), body);
    }

    JsonNode aggregate(Map<String, Object> query, Map<String, Object> aggregations) {
        return cluster.answer(index, Optional.of(ROUTING), Map.of("query", query, "aggs", aggregations, "size", 0))
                .path("aggregations");
    }

    /** Delete all that a query finds, changed meanwhile or not; returns how many. */
    int removeAll(Map<String, Object> query) {
        int removed = 0;
        while (true) {
            refresh();
            List<Cluster.Doc> page = find(query, List.of(Map.of("_doc", "asc")), PAGE);
            if (page.isEmpty()) {
                return removed;
            }
            List<Boolean> done = cluster.write(
                    index, page.stream().map(Cluster.Write::delete).toList());
            removed += (int) done.stream().filter(each -> each).count();
            if (page.size() < PAGE && !done.contains(false)) {
                return removed;
            }
        }
    }

    /** Change all that a query finds, once each. */
    int changeAll(Map<String, Object> query, Function<Cluster.Doc, Optional<ObjectNode>> change) {
        refresh();
        int changed = 0;
        for (Cluster.Doc doc : find(query, List.of(Map.of("_doc", "asc")), 10_000)) {
            changed += change(doc.id(), change) ? 1 : 0;
        }
        return changed;
    }
}
