package org.mneme.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.mneme.api.ContentHash;

/**
 * Read, search and write documents of the cluster.
 *
 * <p>Every write either creates a document, or names the state of it that it replaces or deletes; so it can be sent again
 * when no answer came, and what is found then, by the mark each written state carries, tells whether it had arrived.
 */
final class Cluster implements AutoCloseable {

    /** The field that marks one written state of a document. */
    static final String MARK = "w";

    /**
     * A document as it was read: where it is, which state of it this is, and what it holds.
     *
     * @param index the generation it was read in, which alone gives a meaning to the number of its state
     */
    record Doc(String index, String id, String routing, long seqNo, long term, JsonNode source, JsonNode hit) {}

    /** The place of a document. */
    record Key(String id, String routing) {}

    /**
     * A write of one document.
     *
     * @param expected the state it replaces or deletes; empty to create it
     * @param source what it shall hold; empty to delete it
     */
    record Write(Key key, Optional<Doc> expected, Optional<ObjectNode> source) {
        static Write create(Key key, ObjectNode source) {
            return new Write(key, Optional.empty(), Optional.of(marked(source)));
        }

        static Write replace(Doc expected, ObjectNode source) {
            return new Write(
                    new Key(expected.id(), expected.routing()), Optional.of(expected), Optional.of(marked(source)));
        }

        static Write delete(Doc expected) {
            return new Write(new Key(expected.id(), expected.routing()), Optional.of(expected), Optional.empty());
        }

        private static ObjectNode marked(ObjectNode source) {
            return source.put(MARK, Long.toHexString(ThreadLocalRandom.current().nextLong()));
        }
    }

    /** Chooses, among the copies of a shard, the one this server searches: always the same while none is lost. */
    private final String copy = random();

    private final Requests requests;
    private volatile Consumer<String> closed = index -> {};

    private Cluster(Requests requests) {
        this.requests = requests;
    }

    static Cluster connect(ElasticsearchOptions options) {
        return new Cluster(Requests.to(options));
    }

    /** Return what its requests are sent by. */
    Requests requests() {
        return requests;
    }

    /** Tell somebody, from now on, of each index to which a write is refused that has no name to write by; he shall not wait. */
    void tellClosed(Consumer<String> listener) {
        closed = listener;
    }

    /** Take notice of an index to which a write was refused that has no name to write by. */
    void foundClosed(String index) {
        closed.accept(index);
    }

    /** Return the typed client, for what is asked rarely. */
    ElasticsearchClient client() {
        return requests.client();
    }

    /** Send a request that changes nothing, or may be sent twice. */
    JsonNode call(String method, String path, Map<String, String> parameters, Object body) {
        return requests.call(method, path, parameters, body);
    }

    /** Make or change an index, which all nodes have to hear of: a busy cluster takes its time. */
    void define(String path, Object body) {
        define("PUT", path, body);
    }

    /** Make, change or delete what all nodes have to hear of. */
    void define(String method, String path, Object body) {
        requests.define(method, path, body);
    }

    /** Send writes that may be sent twice, to an alias and to nothing else; each line with its line feed. */
    JsonNode bulk(String alias, byte[] lines) {
        try {
            return requests.write(alias, lines);
        } catch (IOException e) {
            throw requests.away(e);
        }
    }

    /** Read documents by id as they are now, whether or not a search would find them. */
    List<Optional<Doc>> get(String index, List<Key> keys, List<String> fields) {
        // always from one copy: another one may not have yet what was seen there and is still being written
        return get(index, keys, fields, Map.of("preference", copy));
    }

    /**
     * Read documents by id, and make what was written beside them visible to this server's searches with their routing:
     * whoever wrote it, in the one copy of their shard that those searches ask.
     */
    List<Optional<Doc>> getFresh(String index, List<Key> keys, List<String> fields) {
        // a cluster refreshes only where it is not asked for what no refresh is needed for
        return get(index, keys, fields, Map.of("refresh", "true", "realtime", "false", "preference", copy));
    }

    private List<Optional<Doc>> get(String index, List<Key> keys, List<String> fields, Map<String, String> how) {
        if (keys.isEmpty()) {
            return List.of();
        }
        List<Map<String, Object>> docs = keys.stream()
                .map(key -> Map.<String, Object>of("_id", key.id(), "routing", key.routing()))
                .toList();
        Map<String, String> parameters = new HashMap<>(how);
        if (!fields.isEmpty()) {
            parameters.put("_source_includes", String.join(",", fields));
        }
        JsonNode answer = call("POST", "/" + index + "/_mget", parameters, Map.of("docs", docs));
        List<Optional<Doc>> found = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            JsonNode each = answer.path("docs").path(i);
            if (each.has("error")) {
                throw requests.noted(ElasticsearchErrors.ofItem(503, each.path("error")));
            }
            found.add(
                    each.path("found").booleanValue()
                            ? Optional.of(doc(each, keys.get(i).routing()))
                            : Optional.empty());
        }
        return found;
    }

    Optional<Doc> get(String index, Key key) {
        return get(index, List.of(key), List.of()).get(0);
    }

    /** Search; every shard has to answer. The documents carry the state they were found in. */
    List<Doc> search(String index, Optional<String> routing, Map<String, Object> body) {
        List<Doc> docs = new ArrayList<>();
        answer(index, routing, body)
                .path("hits")
                .path("hits")
                .forEach(hit -> docs.add(doc(hit, hit.path("_routing").asText())));
        return docs;
    }

    JsonNode answer(String index, Optional<String> routing, Map<String, Object> body) {
        String path = index.isEmpty() ? "/_search" : "/" + index + "/_search";
        Map<String, String> parameters = new HashMap<>(Map.of("allow_partial_search_results", "false"));
        if (routing.isPresent() && !index.isEmpty()) {
            parameters.putAll(of(routing.get(), Map.of()));
        }
        return call("POST", path, parameters, body);
    }

    /** Send several searches of one routing at once. */
    List<JsonNode> answers(String index, String routing, List<Map<String, Object>> bodies) {
        if (bodies.size() == 1) {
            return List.of(answer(index, Optional.of(routing), bodies.get(0)));
        }
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        for (Map<String, Object> body : bodies) {
            lines.add(Codec.text(of(routing, Map.of("allow_partial_search_results", "false"))));
            lines.add(Codec.text(body));
        }
        JsonNode answer = requests.searches(index, lines.toString().getBytes(UTF_8));
        List<JsonNode> answers = new ArrayList<>();
        for (JsonNode each : answer.path("responses")) {
            if (each.has("error")) {
                throw ElasticsearchErrors.ofItem(each.path("status").asInt(503), each.path("error"));
            }
            answers.add(each);
        }
        return answers;
    }

    /** Return the parameters of a search in what a routing leads to, with others. */
    Map<String, String> of(String routing, Map<String, String> others) {
        Map<String, String> parameters = new HashMap<>(others);
        parameters.put("routing", routing);
        parameters.put("preference", copy);
        return parameters;
    }

    static Doc doc(JsonNode hit, String routing) {
        return new Doc(
                hit.path("_index").textValue(),
                hit.path("_id").textValue(),
                routing,
                hit.path("_seq_no").longValue(),
                hit.path("_primary_term").longValue(),
                hit.path("_source"),
                hit);
    }

    /** Make everything written so far visible to searches. */
    void refresh(String index) {
        call("POST", "/" + index + "/_refresh", Map.of(), null);
    }

    /**
     * Carry writes out, and tell for each whether it was: false if the document was there already, or was no longer in the
     * state expected.
     */
    List<Boolean> write(String index, List<Write> writes) {
        return written(index, writes).stream().map(Optional::isPresent).toList();
    }

    /** Carry writes out as {@link #write(String, List)} does, and return the state that each has left. */
    List<Optional<Doc>> written(String index, List<Write> writes) {
        return written(index, writes, () -> {});
    }

    /**
     * Carry writes out as {@link #write(String, List)} does, and return the state that each has left.
     *
     * @param again runs before anything is sent again; what it throws ends the writing
     */
    List<Optional<Doc>> written(String index, List<Write> writes, Runnable again) {
        return BulkWrite.of(this, index, writes, again);
    }

    boolean write(String index, Write write) {
        return write(index, List.of(write)).get(0);
    }

    /** Return an id made of parts; long or strange ones are hashed. */
    static String id(String kind, String... parts) {
        String joined = kind + ":" + String.join(":", parts);
        boolean plain = joined.length() <= 200 && joined.chars().allMatch(c -> c > 32 && c < 127);
        for (String part : parts) {
            plain &= part.indexOf(':') < 0;
        }
        return plain
                ? joined
                : kind + "#" + ContentHash.ofBytes(Codec.text(List.of(parts)).getBytes(UTF_8));
    }

    static String random() {
        byte[] bytes = new byte[16];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        requests.close();
    }
}
