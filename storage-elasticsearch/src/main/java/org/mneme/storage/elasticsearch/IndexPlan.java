package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Say what an index shall be, whichever of its generations.
 *
 * @param alias what it is read by
 * @param settings what it is made with besides what all have
 * @param fields those that every document may have; the fields of models' vectors are added when they are first used
 * @param written makes of a document, in whichever version it was read, what is written of it in the present one
 */
record IndexPlan(
        String alias,
        int shards,
        int replicas,
        Map<String, Object> settings,
        Map<String, Object> fields,
        Function<Cluster.Doc, ObjectNode> written) {

    IndexPlan {
        settings = Map.copyOf(settings);
        fields = Map.copyOf(fields);
    }

    /** Return the definition of a new generation. */
    Map<String, Object> definition(List<String> aliases, Map<String, Object> moreSettings) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        mapping.put("dynamic", "strict");
        mapping.put("_routing", Map.of("required", true));
        mapping.put("_source", Map.of("excludes", List.of(ElasticsearchSchema.VECTORS + "*")));
        mapping.put("_meta", Map.of(Generation.VERSION_KEY, ElasticsearchSchema.VERSION));
        mapping.put("properties", fields);
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.putAll(moreSettings);
        all.put("number_of_shards", shards);
        all.put("number_of_replicas", replicas);
        all.put("translog.durability", "request");
        return Map.of(
                "settings",
                all,
                "mappings",
                mapping,
                "aliases",
                aliases.stream().collect(Collectors.toMap(Function.identity(), each -> Map.of())));
    }

    /** Say what a generation has otherwise, that only a new one can have as it shall be; empty if nothing. */
    String difference(Generation current) {
        StringJoiner different = new StringJoiner(", ");
        if (current.shards() != shards) {
            different.add("shards=" + shards + " (it has " + current.shards() + ")");
        }
        JsonNode wanted = Codec.MAPPER.valueToTree(fields);
        wanted.properties().forEach(field -> {
            String analyzer = analyzer(field.getValue());
            String had = analyzer(current.mapping().path("properties").path(field.getKey()));
            if (!analyzer.equals(had)) {
                different.add("analyzer=" + analyzer + " (it has " + had + ")");
            }
        });
        return different.toString();
    }

    private static String analyzer(JsonNode field) {
        return field.path("analyzer").asText("standard");
    }
}
