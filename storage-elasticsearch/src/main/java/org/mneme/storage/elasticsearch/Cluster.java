package org.mneme.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.elasticsearch.client.Node;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.mneme.api.ContentHash;
import org.mneme.api.MemoryException;

/**
 * Send requests to the cluster and tell what became of them.
 *
 * <p>Every write either creates a document, or names the state of it that it replaces or deletes; so it can be sent again
 * when no answer came, and what is found then, by the mark each written state carries, tells whether it had arrived.
 */
final class Cluster implements AutoCloseable {

    /** The field that marks one written state of a document. */
    static final String MARK = "w";

    /** Where a node says what it is, and what it listens to. */
    static final String INTRODUCTION = "/_nodes/_local/http";

    private static final ContentType NDJSON = ContentType.create("application/x-ndjson");
    private static final int ATTEMPTS = 5;
    private static final int DEFINITION_MILLIS = 60_000;
    private static final int BULK_BYTES = 4_000_000;

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

    /** What became of a write, and which state of the document it left if it was carried out. */
    private record Outcome(boolean done, String index, long seqNo, long term) {
        static final Outcome REFUSED = new Outcome(false, "", 0, 0);

        Optional<Doc> left(Write write) {
            JsonNode source = write.source().<JsonNode>map(each -> each).orElse(MissingNode.getInstance());
            return done
                    ? Optional.of(new Doc(
                            index,
                            write.key().id(),
                            write.key().routing(),
                            seqNo,
                            term,
                            source,
                            MissingNode.getInstance()))
                    : Optional.empty();
        }
    }

    /** Chooses, among the copies of a shard, the one this server searches: always the same while none is lost. */
    private final String copy = random();

    private final RestClient rest;
    private final Failures failures;
    private final String writeTimeout;
    private final ElasticsearchClient client;
    private volatile boolean suspect;

    private Cluster(RestClient rest, Failures failures, Duration requestTimeout) {
        this.rest = rest;
        this.failures = failures;
        // the cluster gives up before this server does, so that there is an answer
        this.writeTimeout = requestTimeout.dividedBy(2).toMillis() + "ms";
        this.client = new ElasticsearchClient(new RestClientTransport(rest, new JacksonJsonpMapper()));
    }

    static Cluster connect(ElasticsearchOptions options) {
        Failures failures = new Failures();
        RestClient rest = Connection.open(options, failures);
        return new Cluster(rest, failures, options.requestTimeout());
    }

    /** Count the nodes that failed while they were asked: the client then sends the same to the next one by itself. */
    private static final class Failures extends RestClient.FailureListener {
        private final AtomicLong count = new AtomicLong();

        @Override
        public void onFailure(Node node) {
            count.incrementAndGet();
        }
    }

    /** Return the typed client, for what is asked rarely. */
    ElasticsearchClient client() {
        return client;
    }

    /** Send a request that changes nothing, or may be sent twice. */
    JsonNode call(String method, String path, Map<String, String> parameters, Object body) {
        return call(method, path, parameters, body, RequestOptions.DEFAULT);
    }

    /** Ask a node what it is, and leave it to the caller what to make of no answer. */
    JsonNode introduction() throws IOException {
        return send("GET", INTRODUCTION, Map.of(), null, ContentType.APPLICATION_JSON, RequestOptions.DEFAULT);
    }

    /** Ask, and wait for each node, and for a free connection to it, only so long. */
    JsonNode soon(String path, Map<String, String> parameters, Duration most) {
        int millis = (int) most.toMillis();
        RequestConfig impatient = RequestConfig.custom()
                .setConnectTimeout(millis)
                .setConnectionRequestTimeout(millis)
                .setSocketTimeout(millis)
                .build();
        return call("GET", path, parameters, null, with(impatient));
    }

    /** Make or change an index, which all nodes have to hear of: a busy cluster takes its time. */
    void define(String path, Object body) {
        define("PUT", path, body);
    }

    /** Make, change or delete what all nodes have to hear of. */
    void define(String method, String path, Object body) {
        RequestConfig patient = RequestConfig.custom()
                .setConnectTimeout(DEFINITION_MILLIS)
                .setSocketTimeout(DEFINITION_MILLIS)
                .build();
        call(method, path, Map.of(), body, with(patient));
    }

    private static RequestOptions with(RequestConfig config) {
        return RequestOptions.DEFAULT.toBuilder().setRequestConfig(config).build();
    }

    /** Send writes that may be sent twice, to an alias and to nothing else; each line with its line feed. */
    JsonNode bulk(String alias, byte[] lines) {
        return answered(
                "POST",
                "/" + alias + "/_bulk",
                Map.of("timeout", writeTimeout, "require_alias", "true"),
                lines,
                NDJSON,
                RequestOptions.DEFAULT);
    }

    private JsonNode call(
            String method, String path, Map<String, String> parameters, Object body, RequestOptions options) {
        byte[] bytes = body == null ? null : Codec.bytes(body);
        return answered(method, path, parameters, bytes, ContentType.APPLICATION_JSON, options);
    }

    private JsonNode answered(
            String method,
            String path,
            Map<String, String> parameters,
            byte[] body,
            ContentType type,
            RequestOptions options) {
        try {
            return send(method, path, parameters, body, type, options);
        } catch (IOException e) {
            throw noted(ElasticsearchErrors.unavailable(e));
        }
    }

    /** Remember that the cluster may be away, so that no write is sent before it was asked. */
    private MemoryException noted(MemoryException failure) {
        suspect |= failure.kind() == MemoryException.Kind.UNAVAILABLE
                || failure.kind() == MemoryException.Kind.OUTCOME_UNKNOWN;
        return failure;
    }

    /**
     * After a failure, ask whether every shard of an index is there: a write that is not sent has certainly changed nothing,
     * while one that no shard takes in time may yet be carried out.
     */
    private void askFirst(String index) {
        if (suspect) {
            String status = call("GET", "/_cluster/health/" + index, Map.of("timeout", "1s"), null)
                    .path("status")
                    .asText();
            if (status.equals("red")) {
                throw MemoryException.storageUnavailable("a shard of the Elasticsearch cluster is away", null);
            }
            suspect = false;
        }
    }

    private JsonNode send(
            String method,
            String path,
            Map<String, String> parameters,
            byte[] body,
            ContentType type,
            RequestOptions options)
            throws IOException {
        Request request = new Request(method, path);
        request.setOptions(options);
        parameters.forEach(request::addParameter);
        if (body != null) {
            request.setEntity(new ByteArrayEntity(body, type));
        }
        try {
            Response response = rest.performRequest(request);
            return Codec.MAPPER.readTree(response.getEntity().getContent());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IOException e) {
            throw e;
        } catch (RuntimeException e) {
            // the client is closed, or the thread was interrupted while it waited
            throw new IOException(e);
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
                throw noted(ElasticsearchErrors.ofItem(503, each.path("error")));
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
        JsonNode answer = answered(
                "POST",
                "/" + index + "/_msearch",
                Map.of(),
                lines.toString().getBytes(UTF_8),
                NDJSON,
                RequestOptions.DEFAULT);
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
        List<Outcome> outcomes = outcomes(index, writes);
        List<Optional<Doc>> left = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            left.add(outcomes.get(i).left(writes.get(i)));
        }
        return left;
    }

    private List<Outcome> outcomes(String index, List<Write> writes) {
        askFirst(index);
        List<Outcome> done = new ArrayList<>();
        int from = 0;
        List<byte[]> lines = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < writes.size(); i++) {
            byte[] line = line(writes.get(i));
            if (!lines.isEmpty() && bytes + line.length > BULK_BYTES) {
                done.addAll(chunk(index, writes.subList(from, i), lines, !done.isEmpty()));
                from = i;
                lines.clear();
                bytes = 0;
            }
            lines.add(line);
            bytes += line.length;
        }
        if (!lines.isEmpty()) {
            done.addAll(chunk(index, writes.subList(from, writes.size()), lines, !done.isEmpty()));
        }
        return done;
    }

    boolean write(String index, Write write) {
        return write(index, List.of(write)).get(0);
    }

    private static byte[] line(Write write) {
        ObjectNode action = Codec.MAPPER.createObjectNode();
        String word = write.source().isEmpty() ? "delete" : write.expected().isPresent() ? "index" : "create";
        ObjectNode place = action.putObject(word)
                .put("_id", write.key().id())
                .put("routing", write.key().routing());
        write.expected()
                .ifPresent(state -> place.put("_index", Generation.writes(state.index()))
                        .put("if_seq_no", state.seqNo())
                        .put("if_primary_term", state.term()));
        StringJoiner lines = new StringJoiner("\n", "", "\n").add(action.toString());
        write.source().ifPresent(source -> lines.add(source.toString()));
        return lines.toString().getBytes(UTF_8);
    }

    /** Send one bulk request until every item has an answer that is final. */
    private List<Outcome> chunk(String index, List<Write> writes, List<byte[]> lines, boolean something) {
        Outcome[] done = new Outcome[writes.size()];
        boolean[] doubtful = new boolean[writes.size()];
        Exception last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Integer> open = open(done);
            if (open.isEmpty()) {
                return List.of(done);
            }
            if (attempt > 0) {
                LockSupport.parkNanos(
                        (50_000_000L << attempt) + ThreadLocalRandom.current().nextLong(20_000_000));
            }
            long failed = failures.count.get();
            try {
                JsonNode answer = send(
                        "POST",
                        "/" + Generation.writes(index) + "/_bulk",
                        Map.of("timeout", writeTimeout, "require_alias", "true"),
                        joined(lines, open),
                        NDJSON,
                        RequestOptions.DEFAULT);
                // one node may have done it before it was lost, and another one have answered
                boolean twice = failures.count.get() != failed;
                open.forEach(item -> doubtful[item] |= twice);
                for (int i = 0; i < open.size(); i++) {
                    last = settle(
                            index,
                            writes,
                            done,
                            doubtful,
                            open.get(i),
                            answer.path("items").path(i),
                            last);
                }
            } catch (IOException e) {
                last = e;
                if (e instanceof ResponseException refused && ElasticsearchErrors.refused(refused)) {
                    break;
                }
                boolean sent = !ElasticsearchErrors.neverSent(e);
                open.forEach(item -> doubtful[item] |= sent);
            }
        }
        List<Integer> open = open(done);
        if (open.isEmpty()) {
            return List.of(done);
        }
        boolean some = something || open.size() < writes.size() || open.stream().anyMatch(item -> doubtful[item]);
        throw noted(some ? ElasticsearchErrors.unknown(last) : ElasticsearchErrors.unavailable(last));
    }

    private Exception settle(
            String index,
            List<Write> writes,
            Outcome[] done,
            boolean[] doubtful,
            int item,
            JsonNode answer,
            Exception last) {
        JsonNode result = answer.elements().next();
        int status = result.path("status").intValue();
        if (status < 300) {
            done[item] = outcome(result);
            return last;
        }
        if (conflicting(index, writes.get(item), status, result)) {
            done[item] = doubtful[item] ? arrived(index, writes.get(item)) : Outcome.REFUSED;
            return last;
        }
        MemoryException error = ElasticsearchErrors.ofItem(status, result.path("error"));
        if (error.kind() != MemoryException.Kind.UNAVAILABLE) {
            throw error;
        }
        // a copy that was lost on the way may have taken it
        doubtful[item] |= status >= 500;
        return error;
    }

    /** Tell whether the document was not in the state expected, which it never is in a generation that was replaced. */
    private boolean conflicting(String index, Write write, int status, JsonNode result) {
        boolean gone = result.path("error").path("type").asText().equals(ElasticsearchErrors.NO_INDEX);
        return status == 409 || status == 404 && (!gone || write.expected().isPresent() && served(index));
    }

    /** Tell whether there is a generation that this version of the server writes to. */
    private boolean served(String index) {
        try {
            return client.indices()
                    .existsAlias(alias -> alias.name(Generation.writes(index)))
                    .value();
        } catch (IOException e) {
            throw noted(ElasticsearchErrors.unavailable(e));
        }
    }

    private static Outcome outcome(JsonNode result) {
        return new Outcome(
                true,
                result.path("_index").asText(),
                result.path("_seq_no").longValue(),
                result.path("_primary_term").longValue());
    }

    /** Tell whether a write whose answer was lost had arrived. */
    private Outcome arrived(String index, Write write) {
        Optional<Doc> now = get(index, List.of(write.key()), List.of(MARK)).get(0);
        if (write.source().isEmpty()) {
            return new Outcome(now.isEmpty(), index, 0, 0);
        }
        String mark = write.source().get().path(MARK).asText();
        return now.filter(doc -> doc.source().path(MARK).asText().equals(mark))
                .map(doc -> new Outcome(true, doc.index(), doc.seqNo(), doc.term()))
                .orElse(Outcome.REFUSED);
    }

    private static List<Integer> open(Outcome[] done) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < done.length; i++) {
            if (done[i] == null) {
                open.add(i);
            }
        }
        return open;
    }

    private static byte[] joined(List<byte[]> lines, List<Integer> items) {
        byte[] body =
                new byte[items.stream().mapToInt(item -> lines.get(item).length).sum()];
        int at = 0;
        for (int item : items) {
            System.arraycopy(lines.get(item), 0, body, at, lines.get(item).length);
            at += lines.get(item).length;
        }
        return body;
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
        try {
            rest.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
