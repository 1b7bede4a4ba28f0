package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

    /** Ends the name that one is filled by, beside another one that is in use. */
    static final String FILLING = "-filling";
    /** Ends the name that the last of it is filled by, while the other one is closed. */
    static final String ENDING = "-ending";
    /** Ends the name given to one that is closed; begins with the name of what is to take its place. */
    static final String CLOSED = "-closed";

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

    /** Return the highest number there is, 0 without any. */
    static int last(List<Generation> found) {
        return found.stream().mapToInt(Generation::number).max().orElse(0);
    }

    /** Tell whether it is the one that is read. */
    boolean current() {
        return aliases.contains(alias);
    }

    /** Tell whether nobody may write to it because another one is about to take its place. */
    boolean closed() {
        return current() && closings().findAny().isPresent();
    }

    /** Return the names that say who closed it. */
    Stream<String> closings() {
        return aliases.stream().filter(each -> each.endsWith(CLOSED));
    }

    /** Return all that there are, in use or not. */
    static List<Generation> all(Cluster cluster, String alias) {
        List<Generation> found = new ArrayList<>();
        cluster.call("GET", "/" + alias + "," + alias + "-v*", Map.of("ignore_unavailable", "true"), null)
                .properties()
                .forEach(index -> found.add(of(alias, index.getKey(), index.getValue())));
        found.removeIf(each -> !each.current() && !each.name.matches(named(alias)));
        return List.copyOf(found);
    }

    private static String named(String alias) {
        return alias + "-v\\d+";
    }

    /** Return the one behind an alias, if there is one. */
    static Optional<Generation> current(Cluster cluster, String alias) {
        return current(alias, all(cluster, alias));
    }

    static Optional<Generation> current(String alias, List<Generation> found) {
        List<Generation> behind = found.stream().filter(Generation::current).toList();
        if (behind.size() > 1 || behind.stream().anyMatch(each -> !each.name.matches(named(alias)))) {
            throw MemoryException.invalid(
                    "index-prefix",
                    alias + " is no alias of one index made by this server, but of "
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
