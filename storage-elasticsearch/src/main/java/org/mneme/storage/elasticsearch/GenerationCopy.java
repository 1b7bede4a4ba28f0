package org.mneme.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mneme.api.MemoryException;

/**
 * Copy the documents of one generation to another one, while they are being written.
 *
 * <p>Each pass copies what was written since the one before, by the numbers that every shard gives to its writes: up to those
 * that all copies of the shard have, for no failure takes these back. A document is written under the number it has in its
 * shard as an external version, so that a request that arrives late never puts an older state in the place of a newer one. What was
 * deleted meanwhile is found by comparing ids.
 */
final class GenerationCopy {

    private static final int PAGE = 250;
    private static final int IDS = 1_000;
    private static final int BULK_BYTES = 4_000_000;
    private static final int ATTEMPTS = 8;
    private static final int AGAIN = 6;
    private static final int SETTLING = 100;
    private static final String KEEP = "5m";

    private final Cluster cluster;
    private final IndexPlan plan;
    private final Generation source;
    private final String target;
    private final Runnable check;
    private final Map<Integer, Long> copied = new HashMap<>();

    /** @param check throws if copying shall not go on */
    GenerationCopy(Cluster cluster, IndexPlan plan, Generation source, String target, Runnable check) {
        this.cluster = cluster;
        this.plan = plan;
        this.source = source;
        this.target = target;
        this.check = check;
    }

    /**
     * Copy what was written since the pass before.
     *
     * @param name what the target is filled by
     * @return how many documents
     */
    long pass(String name) {
        Map<Integer, Long> reached = patiently(() -> checkpoints("global_checkpoint"));
        patiently(() -> {
            Generations.addVectorFields(cluster, source.name(), target);
            return refresh(source.name());
        });
        long count = 0;
        for (Map.Entry<Integer, Long> shard : reached.entrySet()) {
            int number = shard.getKey();
            long from = copied.getOrDefault(number, -1L);
            if (shard.getValue() > from) {
                count += patiently(() -> copy(name, number, from, shard.getValue()));
                copied.put(number, shard.getValue());
            }
        }
        return count;
    }

    /** Do what changes nothing when it is done twice, and again where a node was lost on which it depended. */
    private <T> T patiently(Supplier<T> step) {
        for (int attempt = 1; ; attempt++) {
            try {
                return step.get();
            } catch (MemoryException e) {
                // a name that is gone does not come back: another server has taken over
                boolean gone = ElasticsearchErrors.says(e, ElasticsearchErrors.NO_INDEX);
                if (e.kind() != MemoryException.Kind.UNAVAILABLE || gone || attempt == AGAIN) {
                    throw e;
                }
                check.run();
                LockSupport.parkNanos(100_000_000L << attempt);
            }
        }
    }

    /** Make all that was written visible in each copy of each shard, for any of them may be read. */
    private boolean refresh(String indices) {
        int failed = cluster.call("POST", "/" + indices + "/_refresh", Map.of(), null)
                .path("_shards")
                .path("failed")
                .asInt();
        if (failed > 0) {
            throw MemoryException.storageUnavailable("some copies of a shard were not refreshed", null);
        }
        return true;
    }

    /** Copy the last, once nobody writes any more. */
    void last(String name) {
        for (int i = 0; !patiently(this::level); i++) {
            if (i == SETTLING) {
                throw MemoryException.storageUnavailable("some copies of a shard lack what others have", null);
            }
            LockSupport.parkNanos(100_000_000L);
        }
        pass(name);
        if (!complete()) {
            prune(name);
        }
        if (!complete()) {
            throw MemoryException.storageUnavailable(target + " has not as many documents as " + source.name(), null);
        }
    }

    /** Tell whether all copies of each shard have all that was written. */
    private boolean level() {
        return checkpoints("global_checkpoint").equals(checkpoints("max_seq_no"));
    }

    /** Return how far each shard has come. */
    private Map<Integer, Long> checkpoints(String which) {
        Map<Integer, Long> reached = new HashMap<>();
        cluster.call("GET", "/" + source.name() + "/_stats/docs", Map.of("level", "shards"), null)
                .path("indices")
                .path(source.name())
                .path("shards")
                .properties()
                .forEach(shard -> shard.getValue().forEach(copy -> {
                    if (copy.path("routing").path("primary").asBoolean()) {
                        reached.put(
                                Integer.valueOf(shard.getKey()),
                                copy.path("seq_no").path(which).asLong());
                    }
                }));
        if (reached.size() != source.shards()) {
            throw MemoryException.storageUnavailable("a shard of " + source.name() + " is away", null);
        }
        return reached;
    }

    private long copy(String name, int shard, long from, long until) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("query", Queries.range("_seq_no", Map.of("gt", from, "lte", until)));
        body.put("size", PAGE);
        body.put("seq_no_primary_term", true);
        return pages(source.name(), Map.of("preference", "_shards:" + shard), body, page -> {
            Lines lines = new Lines(name);
            for (JsonNode hit : page) {
                lines.add(Cluster.doc(hit, hit.path("_routing").asText()));
                lines.sendIfMany();
            }
            lines.send();
        });
    }

    /** Read a point in time of an index page by page; returns how many documents there were. */
    private long pages(String index, Map<String, String> where, Map<String, Object> asked, Consumer<JsonNode> use) {
        Map<String, String> parameters = new HashMap<>(where);
        parameters.put("keep_alive", KEEP);
        String point = cluster.call("POST", "/" + index + "/_pit", parameters, null)
                .path("id")
                .asText();
        long count = 0;
        try {
            JsonNode hits = null;
            while (hits == null || hits.size() == (int) asked.get("size")) {
                check.run();
                Map<String, Object> body = new LinkedHashMap<>(asked);
                body.put("pit", Map.of("id", point, "keep_alive", KEEP));
                body.put("sort", List.of(Map.of("_shard_doc", "asc")));
                body.put("track_total_hits", false);
                if (hits != null) {
                    body.put("search_after", hits.get(hits.size() - 1).path("sort"));
                }
                JsonNode answer =
                        cluster.call("POST", "/_search", Map.of("allow_partial_search_results", "false"), body);
                point = answer.path("pit_id").asText(point);
                hits = answer.path("hits").path("hits");
                use.accept(hits);
                count += hits.size();
            }
            return count;
        } finally {
            close(point);
        }
    }

    private void close(String point) {
        try {
            cluster.call("DELETE", "/_pit", Map.of(), Map.of("id", point));
        } catch (MemoryException e) {
            // it ends by itself
            System.getLogger(GenerationCopy.class.getName())
                    .log(System.Logger.Level.DEBUG, "a point in time was not closed", e);
        }
    }

    /** Tell whether both have as many documents. */
    boolean complete() {
        return patiently(() -> refresh(source.name() + "," + target) && count(source.name()) == count(target));
    }

    private long count(String index) {
        return cluster.answer(
                        index, Optional.empty(), Map.of("query", Queries.ALL, "size", 0, "track_total_hits", true))
                .path("hits")
                .path("total")
                .path("value")
                .longValue();
    }

    /** Delete what has been deleted since it was copied. */
    void prune(String name) {
        patiently(() -> refresh(target) ? pruned(name) : 0);
    }

    private long pruned(String name) {
        return pages(target, Map.of(), Map.of("query", Queries.ALL, "size", IDS, "_source", false), page -> {
            Lines lines = new Lines(name);
            absent(page).forEach(lines::delete);
            lines.send();
        });
    }

    private List<JsonNode> absent(JsonNode page) {
        List<Map<String, Object>> docs = new ArrayList<>();
        page.forEach(hit -> docs.add(Map.of(
                "_id", hit.path("_id").asText(), "routing", hit.path("_routing").asText())));
        List<JsonNode> absent = new ArrayList<>();
        if (docs.isEmpty()) {
            return absent;
        }
        JsonNode found = cluster.call(
                        "POST", "/" + source.name() + "/_mget", Map.of("_source", "false"), Map.of("docs", docs))
                .path("docs");
        for (int i = 0; i < page.size(); i++) {
            JsonNode each = found.path(i);
            if (each.has("error") || !each.has("found")) {
                throw ElasticsearchErrors.ofItem(503, each.path("error"));
            }
            if (!each.path("found").booleanValue()) {
                absent.add(page.get(i));
            }
        }
        return absent;
    }

    /** Gather writes, and send them as often as the cluster needs to take them: arriving twice, they change nothing. */
    private final class Lines {
        private final String name;
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Lines(String name) {
            this.name = name;
        }

        void add(Cluster.Doc doc) {
            ObjectNode written = plan.written().apply(doc);
            // whoever asks what became of a write finds its mark here too
            written.set(Cluster.MARK, doc.source().path(Cluster.MARK));
            ObjectNode action = Codec.MAPPER.createObjectNode();
            action.putObject("index")
                    .put("_id", doc.id())
                    .put("routing", doc.routing())
                    .put("version", doc.seqNo() + 1)
                    .put("version_type", "external_gte");
            line(action);
            line(written);
        }

        void delete(JsonNode hit) {
            ObjectNode action = Codec.MAPPER.createObjectNode();
            action.putObject("delete")
                    .put("_id", hit.path("_id").asText())
                    .put("routing", hit.path("_routing").asText());
            line(action);
        }

        private void line(ObjectNode json) {
            bytes.writeBytes((json + "\n").getBytes(UTF_8));
        }

        void sendIfMany() {
            if (bytes.size() > BULK_BYTES) {
                send();
            }
        }

        void send() {
            for (int attempt = 0; bytes.size() > 0; attempt++) {
                check.run();
                try {
                    cluster.bulk(name, bytes.toByteArray())
                            .path("items")
                            .forEach(item -> settle(item.elements().next()));
                    bytes = new ByteArrayOutputStream();
                } catch (MemoryException e) {
                    if (e.kind() != MemoryException.Kind.UNAVAILABLE || attempt == ATTEMPTS) {
                        throw e;
                    }
                    LockSupport.parkNanos(100_000_000L << attempt);
                }
            }
        }

        /** A conflict tells of a newer state that is there already, and one that is missing need not be deleted. */
        private static void settle(JsonNode result) {
            int status = result.path("status").intValue();
            boolean gone = result.path("result").asText().equals("not_found");
            if (status >= 300 && status != 409 && !gone) {
                throw ElasticsearchErrors.ofItem(status, result.path("error"));
            }
        }
    }
}
