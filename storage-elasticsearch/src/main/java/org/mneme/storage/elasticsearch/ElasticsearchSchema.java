package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mneme.api.Attribute;
import org.mneme.api.ContentHash;
import org.mneme.spi.storage.EmbeddingSpaces.Space;

/**
 * Make the indices and bring their mappings up to date.
 *
 * <p>There are two: {@code <prefix>-memories}, divided by workspace, and {@code <prefix>-records} for everything else. Both
 * names are aliases of an index with the number of its version, so that a later version can be filled beside it.
 */
final class ElasticsearchSchema {

    static final int VERSION = 1;
    /** Begins the names of the fields that hold the vectors of one model each. */
    static final String VECTORS = "v_";
    /** A time that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    /**
     * A search by vector goes through the graph of each segment, so there shall be few: half as many of a size may stand beside
     * each other as the cluster would leave, and none is made because a second has passed. Who reads refreshes what it reads.
     */
    private static final Map<String, Object> FEW_SEGMENTS =
            Map.of("merge.policy.segments_per_tier", 5, "merge.policy.max_merge_at_once", 5, "refresh_interval", "30s");

    private final Cluster cluster;
    private final ElasticsearchOptions options;
    private final Set<String> mapped = ConcurrentHashMap.newKeySet();

    ElasticsearchSchema(Cluster cluster, ElasticsearchOptions options) {
        this.cluster = cluster;
        this.options = options;
    }

    String memories() {
        return options.indexPrefix() + "-memories";
    }

    String records() {
        return options.indexPrefix() + "-records";
    }

    void migrate() {
        plans().forEach(this::migrate);
    }

    List<IndexPlan> plans() {
        return List.of(
                new IndexPlan(
                        memories(),
                        options.shards(),
                        options.replicas(),
                        FEW_SEGMENTS,
                        memoryFields(),
                        doc -> Stored.read(doc).source()),
                new IndexPlan(
                        records(), 1, options.replicas(), Map.of(), recordFields(), doc -> (ObjectNode) doc.source()));
    }

    private void migrate(IndexPlan plan) {
        new Migration(cluster, leases(), options.rebuild(), RebuildLease.PATIENCE).run(plan);
        addFields(plan);
    }

    /** Add the fields that an index of this version does not have yet; those it has stay as they are. */
    private void addFields(IndexPlan plan) {
        Map<String, Object> missing = new LinkedHashMap<>(plan.fields());
        Generation.current(cluster, plan.alias())
                .ifPresent(current ->
                        current.mapping().path("properties").fieldNames().forEachRemaining(missing::remove));
        if (!missing.isEmpty()) {
            putMapping(plan.alias(), missing);
        }
    }

    IndexPlan leases() {
        return RebuildLease.plan(options.indexPrefix() + "-generations", options.replicas());
    }

    private void putMapping(String alias, Map<String, Object> properties) {
        cluster.define("/" + alias + "/_mapping", Map.of("properties", properties));
    }

    /** Make the field for the vectors of a model, unless it is there. */
    void prepare(Space space) {
        String field = field(space);
        if (!mapped.contains(field)) {
            prepare(field, space);
            mapped.add(field);
        }
    }

    /** Make the field, once more if another generation has taken the place of the one it was made in. */
    private void prepare(String field, Space space) {
        Optional<String> before;
        do {
            before = generation();
            putMapping(memories(), Map.of(field, vectors(space.dimension())));
        } while (!before.equals(generation()));
    }

    private Optional<String> generation() {
        return Generation.current(cluster, memories()).map(Generation::name);
    }

    static Map<String, Object> vectors(int dimension) {
        Map<String, Object> vector = Map.of(
                "type",
                "dense_vector",
                "dims",
                dimension,
                "index",
                true,
                "similarity",
                "cosine",
                // named, for the default is a coarser code on newer clusters
                "index_options",
                Map.of("type", "int8_hnsw", "m", 16, "ef_construction", 100));
        return Map.of("type", "nested", "dynamic", "strict", "properties", Map.of("e", vector));
    }

    static String key(Space space) {
        return ContentHash.of(space.model() + "/" + space.dimension()).substring(0, 12);
    }

    static String field(Space space) {
        return VECTORS + key(space);
    }

    private Map<String, Object> memoryFields() {
        Map<String, Object> fields = common();
        for (String keyword : List.of("type", "status", "tags", "job", "hash", "meta_eq", "meta_cmp", "spaces")) {
            fields.put(keyword, Map.of("type", "keyword"));
        }
        fields.put("expires", Map.of("type", "long"));
        fields.put("outbox", Map.of("type", "boolean"));
        fields.put("content", Map.of("type", "text", "analyzer", options.analyzer()));
        return fields;
    }

    private static Map<String, Object> recordFields() {
        Map<String, Object> fields = common();
        for (String keyword : List.of("kind", "state", "work", "webhook", "memory", "memories")) {
            fields.put(keyword, Map.of("type", "keyword"));
        }
        fields.put("due", Map.of("type", "long"));
        fields.put("rank", Map.of("type", "long"));
        fields.put("outbox", Map.of("type", "boolean"));
        return fields;
    }

    private static Map<String, Object> common() {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String keyword : List.of("ws", "id")) {
            fields.put(keyword, Map.of("type", "keyword"));
        }
        for (Attribute attribute : Attribute.values()) {
            fields.put(Terms.field(attribute), Map.of("type", "keyword"));
        }
        for (String time : List.of("created", "updated")) {
            fields.put(time, Map.of("type", "long"));
        }
        fields.put(Cluster.MARK, Map.of("type", "keyword", "index", false, "doc_values", false));
        fields.put("data", Map.of("type", "object", "enabled", false));
        return fields;
    }
}
