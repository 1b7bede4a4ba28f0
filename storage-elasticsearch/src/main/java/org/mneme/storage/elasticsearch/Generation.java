package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.MemoryException;

/**
 * One index of those that follow each other behind an alias: {@code <alias>-v1}, {@code <alias>-v2} and so on.
 *
 * <p>It is read by the alias. What is created goes to {@code <alias>-w<version>}, and what replaces or deletes a state that
 * was read goes to {@code <name>-w<version>}, with the version of the mapping. So the number of a state that was read in one
 * generation never fits by chance a state of another one, and a server of an older version writes nothing to a newer mapping.
 *
 * @param aliases all names that lead to it
 * @param mapping as the cluster has it
 */
record Generation(String alias, String name, List<String> aliases, int version, int shards, JsonNode mapping) {

    /** The key of the mapping's version in what a mapping says of itself. */
    static final String VERSION_KEY = "mneme_version";

    Generation {
        aliases = List.copyOf(aliases);
    }

    /** Return the name that this version of the server writes by. */
    static String writes(String aliasOrName) {
        return writes(aliasOrName, ElasticsearchSchema.VERSION);
    }

    private static String writes(String aliasOrName, int version) {
        return aliasOrName + "-w" + version;
    }

    /** Return the name of a generation. */
    static String name(String alias, int number) {
        return alias + "-v" + number;
    }

    /** Return the names that lead to a generation in use, the one for reading first. */
    static List<String> aliases(String alias, String name, int version) {
        return List.of(alias, writes(alias, version), writes(name, version));
    }

    List<String> wantedAliases() {
        return aliases(alias, name, version);
    }

    int number() {
        return Integer.parseInt(name.substring(alias.length() + "-v".length()));
    }

    /** Return the one behind an alias, if there is one. */
    static Optional<Generation> current(Cluster cluster, String alias) {
        List<Generation> behind = new ArrayList<>();
        cluster.call("GET", "/" + alias, Map.of("ignore_unavailable", "true"), null)
                .properties()
                .forEach(index -> behind.add(of(alias, index.getKey(), index.getValue())));
        if (behind.size() > 1 || behind.stream().anyMatch(index -> !index.name.matches(alias + "-v\\d+"))) {
            throw MemoryException.invalid(
                    "index-prefix",
                    alias + " is no alias of one index made by this server, but "
                            + behind.stream().map(Generation::name).toList());
        }
        return behind.stream().findFirst();
    }

    private static Generation of(String alias, String name, JsonNode index) {
        List<String> aliases = new ArrayList<>();
        index.path("aliases").fieldNames().forEachRemaining(aliases::add);
        JsonNode mapping = index.path("mappings");
        return new Generation(
                alias,
                name,
                aliases,
                mapping.path("_meta").path(VERSION_KEY).asInt(1),
                index.path("settings").path("index").path("number_of_shards").asInt(),
                mapping);
    }
}
