package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Say what an index shall be, whichever of its generations.
 *
 * @param alias what it is read by
 * @param fields those that every document may have; the fields of models' vectors are added when they are first used
 * @param written makes of a document, in whichever version it was read, what is written of it in the present one
 */
record IndexPlan(
        String alias, int shards, int replicas, Map<String, Object> fields, Function<Cluster.Doc, ObjectNode> written) {

    IndexPlan {
        fields = Map.copyOf(fields);
    }

    /** Return the definition of a new index. */
    Map<String, Object> definition(
            Collection<String> aliases, Map<String, Object> moreFields, Map<String, Object> moreSettings) {
        Map<String, Object> properties = new LinkedHashMap<>(fields);
        properties.putAll(moreFields);
        Map<String, Object> mapping = new LinkedHashMap<>();
        mapping.put("dynamic", "strict");
        mapping.put("_routing", Map.of("required", true));
        mapping.put("_source", Map.of("excludes", List.of(ElasticsearchSchema.VECTORS + "*")));
        mapping.put("_meta", Map.of(Generation.VERSION_KEY, ElasticsearchSchema.VERSION));
        mapping.put("properties", properties);
        Map<String, Object> settings = new LinkedHashMap<>(moreSettings);
        settings.put("number_of_shards", shards);
        settings.put("number_of_replicas", replicas);
        settings.put("refresh_interval", "1s");
        settings.put("translog.durability", "request");
        return Map.of(
                "settings",
                settings,
                "mappings",
                mapping,
                "aliases",
                aliases.stream().collect(Collectors.toMap(Function.identity(), each -> Map.of())));
    }
}
