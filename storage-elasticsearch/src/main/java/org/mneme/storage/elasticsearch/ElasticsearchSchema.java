package org.mneme.storage.elasticsearch;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mneme.api.Attribute;
import org.mneme.api.ContentHash;
import org.mneme.api.MemoryException;
import org.mneme.spi.storage.EmbeddingSpaces.Space;

/**
 * Make the indices and bring their mappings up to date.
 *
 * <p>There are two: {@code <prefix>-memories}, divided by workspace, and {@code <prefix>-records} for everything else. Both
 * names are aliases of an index with the number of its version, so that a later version can be filled beside it.
 */
final class ElasticsearchSchema {

    static final int VERSION = 1;
    /** A time that never comes. */
    static final long NEVER = Long.MAX_VALUE;

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
        create(memories(), options.shards(), memoryFields());
        create(records(), 1, recordFields());
    }

    private void create(String alias, int shards, Map<String, Object> properties) {
        try {
            if (cluster.client()
                    .indices()
                    .existsAlias(request -> request.name(alias))
                    .value()) {
                checkVersion(alias);
                putMapping(alias, properties);
                return;
            }
            Map<String, Object> mapping = new LinkedHashMap<>();
            mapping.put("dynamic", "strict");
            mapping.put("_routing", Map.of("required", true));
            mapping.put("_source", Map.of("excludes", List.of("v_*")));
            mapping.put("_meta", Map.of("mneme_version", VERSION));
            mapping.put("properties", properties);
            Map<String, Object> body = Map.of(
                    "settings",
                    Map.of(
                            "number_of_shards",
                            shards,
                            "number_of_replicas",
                            options.replicas(),
                            "refresh_interval",
                            "1s",
                            "translog.durability",
                            "request"),
                    "mappings",
                    mapping,
                    "aliases",
                    Map.of(alias, Map.of()));
            cluster.define("/" + alias + "-v" + VERSION, body);
        } catch (IOException e) {
            throw ElasticsearchErrors.unavailable(e);
        } catch (MemoryException e) {
            refuseUnlessThere(e);
        }
    }

    /** Another server that started at the same time may have made it. */
    private static void refuseUnlessThere(MemoryException refusal) {
        if (refusal.kind() != MemoryException.Kind.DEFECT) {
            throw refusal;
        }
        if (!refusal.getMessage().contains("resource_already_exists_exception")) {
            throw MemoryException.invalid("hosts", "the cluster refuses the index: " + refusal.getMessage());
        }
    }

    private void checkVersion(String alias) {
        cluster.call("GET", "/" + alias + "/_mapping", Map.of(), null)
                .elements()
                .forEachRemaining(index -> {
                    int version = index.path("mappings")
                            .path("_meta")
                            .path("mneme_version")
                            .asInt(VERSION);
                    if (version > VERSION) {
                        throw MemoryException.invalid(
                                "index-prefix", "the indices were made by a newer server, version " + version);
                    }
                });
    }

    private void putMapping(String alias, Map<String, Object> properties) {
        cluster.define("/" + alias + "/_mapping", Map.of("properties", properties));
    }

    /** Make the field for the vectors of a model, unless it is there. */
    void prepare(Space space) {
        String field = field(space);
        if (!mapped.contains(field)) {
            putMapping(
                    memories(),
                    Map.of(
                            field,
                            Map.of(
                                    "type", "nested",
                                    "dynamic", "strict",
                                    "properties",
                                            Map.of(
                                                    "e",
                                                    Map.of(
                                                            "type",
                                                            "dense_vector",
                                                            "dims",
                                                            space.dimension(),
                                                            "index",
                                                            true,
                                                            "similarity",
                                                            "cosine",
                                                            // named, for the default is a coarser code on newer
                                                            // clusters
                                                            "index_options",
                                                            Map.of(
                                                                    "type",
                                                                    "int8_hnsw",
                                                                    "m",
                                                                    16,
                                                                    "ef_construction",
                                                                    100))))));
            mapped.add(field);
        }
    }

    static String key(Space space) {
        return ContentHash.of(space.model() + "/" + space.dimension()).substring(0, 12);
    }

    static String field(Space space) {
        return "v_" + key(space);
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
