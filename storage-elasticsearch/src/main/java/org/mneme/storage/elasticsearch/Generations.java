package org.mneme.storage.elasticsearch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mneme.api.MemoryException;

/** Make, name and delete the generations of an index. Each change of several names is one step of the cluster. */
final class Generations {

    private Generations() {}

    /** Make the first generation, unless another server that started at the same time has just made it. */
    static void create(Cluster cluster, IndexPlan plan) {
        String name = Generation.name(plan.alias(), 1);
        try {
            define(cluster, plan, name, Generation.aliases(plan.alias(), name, ElasticsearchSchema.VERSION), Map.of());
        } catch (MemoryException e) {
            if (!ElasticsearchErrors.says(e, "resource_already_exists_exception")) {
                throw e;
            }
        }
    }

    /** Make a generation that is filled beside the one in use. */
    static void begin(Cluster cluster, IndexPlan plan, String name) {
        // what was deleted is remembered until the end, for the case that an older request arrives so late
        define(cluster, plan, name, List.of(name + Generation.FILLING), Map.of("gc_deletes", "1h"));
    }

    private static void define(
            Cluster cluster, IndexPlan plan, String name, List<String> aliases, Map<String, Object> settings) {
        try {
            cluster.define("/" + name, plan.definition(aliases, settings));
        } catch (MemoryException e) {
            if (e.kind() == MemoryException.Kind.DEFECT
                    && !ElasticsearchErrors.says(e, "resource_already_exists_exception")) {
                throw refused(name, ElasticsearchErrors.reason(e));
            }
            throw e;
        }
    }

    /** Return what an operator can do about an index that the cluster does not make, in its own words. */
    private static MemoryException refused(String name, String reason) {
        return reason.contains("analyzer [")
                ? ElasticsearchOptions.wrong("analyzer", "is not one that the cluster has: " + reason)
                : ElasticsearchOptions.wrong("hosts", "name a cluster that refuses the index " + name + ": " + reason);
    }

    /**
     * Let nobody write to the generation in use any more, if the one that is to take its place has not been given up; all
     * writes that were let in have ended when this returns.
     */
    static void close(Cluster cluster, Generation source, String target) {
        List<Map<String, Object>> actions = new ArrayList<>();
        actions.add(remove(target, target + Generation.FILLING));
        actions.add(add(target, target + Generation.ENDING));
        source.wantedAliases().stream()
                .filter(each -> !each.equals(source.alias()))
                .forEach(each -> actions.add(remove(source.name(), each)));
        actions.add(add(source.name(), target + Generation.CLOSED));
        change(cluster, actions);
        cluster.define("/" + source.name() + "/_block/write", null);
    }

    /** Put one generation in the place of another one. */
    static void swap(Cluster cluster, Generation source, String target) {
        List<Map<String, Object>> actions = new ArrayList<>();
        actions.add(remove(target, target + Generation.ENDING));
        actions.add(remove(source.name(), target + Generation.CLOSED));
        actions.add(remove(source.name(), source.alias()));
        Generation.aliases(source.alias(), target, ElasticsearchSchema.VERSION)
                .forEach(each -> actions.add(add(target, each)));
        change(cluster, actions);
    }

    /** Let others write to the generation in use again. */
    static void reopen(Cluster cluster, Generation source) {
        cluster.define("/" + source.name() + "/_settings", unset("index.blocks.write"));
        List<Map<String, Object>> actions = new ArrayList<>();
        source.closings().forEach(each -> actions.add(remove(source.name(), each)));
        source.wantedAliases().forEach(each -> actions.add(add(source.name(), each)));
        change(cluster, actions);
    }

    /** Take from a generation the names by which it is filled and put in place, so that neither can happen any more. */
    static void giveUp(Cluster cluster, Generation unused) {
        List<String> names = List.of(unused.name() + Generation.FILLING, unused.name() + Generation.ENDING);
        for (String each : names) {
            if (unused.aliases().contains(each)) {
                removeIfThere(cluster, unused.name(), each);
            }
        }
    }

    private static void removeIfThere(Cluster cluster, String index, String alias) {
        try {
            change(cluster, List.of(remove(index, alias)));
        } catch (MemoryException e) {
            if (!ElasticsearchErrors.says(e, "aliases_not_found_exception")
                    && !ElasticsearchErrors.says(e, "resource_not_found_exception")
                    && !ElasticsearchErrors.says(e, ElasticsearchErrors.NO_INDEX)) {
                throw e;
            }
        }
    }

    static void delete(Cluster cluster, String name) {
        try {
            cluster.define("DELETE", "/" + name, null);
        } catch (MemoryException e) {
            if (!ElasticsearchErrors.says(e, ElasticsearchErrors.NO_INDEX)) {
                throw e;
            }
        }
    }

    /** Let deletions be forgotten as soon as elsewhere. */
    static void settle(Cluster cluster, String name) {
        cluster.define("/" + name + "/_settings", unset("index.gc_deletes"));
    }

    private static Map<String, Object> unset(String setting) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(setting, null);
        return settings;
    }

    /** Give one generation the fields for models' vectors that another one has. */
    static void addVectorFields(Cluster cluster, String from, String to) {
        Map<String, Object> fields = new LinkedHashMap<>();
        cluster.call("GET", "/" + from + "/_mapping", Map.of(), null)
                .path(from)
                .path("mappings")
                .path("properties")
                .properties()
                .forEach(field -> {
                    if (field.getKey().startsWith(ElasticsearchSchema.VECTORS)) {
                        int dimension = field.getValue()
                                .path("properties")
                                .path("e")
                                .path("dims")
                                .asInt();
                        fields.put(field.getKey(), ElasticsearchSchema.vectors(dimension));
                    }
                });
        if (!fields.isEmpty()) {
            cluster.define("/" + to + "/_mapping", Map.of("properties", fields));
        }
    }

    static Map<String, Object> add(String index, String alias) {
        return Map.of("add", Map.of("index", index, "alias", alias));
    }

    /** The whole change is refused if the name is not there. */
    private static Map<String, Object> remove(String index, String alias) {
        return Map.of("remove", Map.of("index", index, "alias", alias, "must_exist", true));
    }

    static void change(Cluster cluster, List<Map<String, Object>> actions) {
        cluster.define("POST", "/_aliases", Map.of("actions", actions));
    }
}
