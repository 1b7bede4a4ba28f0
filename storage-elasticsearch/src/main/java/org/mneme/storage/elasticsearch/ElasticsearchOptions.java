package org.mneme.storage.elasticsearch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mneme.api.MemoryException;
import org.mneme.spi.Option;
import org.mneme.spi.Options;
import org.mneme.spi.PluginContext;

/**
 * Hold the configured values of this plugin.
 *
 * @param hosts addresses of nodes; a call goes to the next one if one is away
 * @param indexPrefix begins the name of every index, so that several servers may share a cluster
 * @param requestTimeout how long one request may take
 * @param rebuild whether to carry out at the start what only a new index can have
 * @param candidates how many memories a search by vector compares in each shard, before the best are measured exactly
 */
record ElasticsearchOptions(
        List<String> hosts,
        String indexPrefix,
        Optional<String> user,
        Optional<String> password,
        Optional<String> apiKey,
        Optional<Path> caCertificate,
        Optional<String> fingerprint,
        Duration connectTimeout,
        Duration requestTimeout,
        int shards,
        int replicas,
        int candidates,
        String analyzer,
        boolean rebuild) {

    static final List<Option> DECLARED = List.of(
            Option.of(
                            "hosts",
                            Option.Type.LIST,
                            "addresses of the cluster's nodes, such as https://es1:9200,https://es2:9200")
                    .withDefault("http://localhost:9200"),
            Option.of("index-prefix", Option.Type.STRING, "begins the names of the indices, in lower case")
                    .withDefault("mneme"),
            Option.of("user", Option.Type.STRING, "name for basic authentication"),
            Option.of("password", Option.Type.STRING, "password for basic authentication")
                    .asSecret(),
            Option.of("api-key", Option.Type.STRING, "encoded API key; then user and password are not used")
                    .asSecret(),
            Option.of(
                    "ca-certificate",
                    Option.Type.PATH,
                    "file with the certificate authority of the cluster, as PEM; without it the Java platform's are"
                            + " trusted"),
            Option.of(
                    "ca-fingerprint",
                    Option.Type.STRING,
                    "SHA-256 fingerprint of the cluster's certificate authority, in hex, instead of a file"),
            Option.of("connect-timeout", Option.Type.DURATION, "how long connecting to a node may take")
                    .withDefault("2s"),
            Option.of("request-timeout", Option.Type.DURATION, "how long one request to the cluster may take")
                    .withDefault("10s"),
            Option.of("shards", Option.Type.INTEGER, "into how many shards memories are divided when the index is made")
                    .withDefault("4"),
            Option.of("replicas", Option.Type.INTEGER, "how many copies of each shard there are besides the first")
                    .withDefault("1"),
            Option.of(
                            "candidates",
                            Option.Type.INTEGER,
                            "how many memories of each segment a search by vector compares before the best are measured"
                                    + " exactly; more finds more and takes longer, at most 10000")
                    .withDefault("200"),
            Option.of(
                            "analyzer",
                            Option.Type.STRING,
                            "analyzer of the memories' words when the index is made: standard works on every cluster,"
                                    + " english and others where the cluster has them")
                    .withDefault("standard"),
            Option.of(
                            "rebuild",
                            Option.Type.BOOLEAN,
                            "whether a start copies the memories to a new index if shards or analyzer are other than those"
                                    + " it was made with; writes go on meanwhile")
                    .withDefault("false"));

    ElasticsearchOptions {
        hosts = List.copyOf(hosts);
        check(!hosts.isEmpty(), "hosts", "name no node");
        check(
                indexPrefix.matches("[a-z0-9][a-z0-9_-]{0,80}"),
                "index-prefix",
                "is up to 81 lower-case letters, digits, - and _, not \"" + indexPrefix + "\"");
        check(shards >= 1 && shards <= 1024, "shards", "is 1 … 1024, not " + shards);
        check(replicas >= 0 && replicas <= 10, "replicas", "is 0 … 10, not " + replicas);
        check(candidates >= 50 && candidates <= 10_000, "candidates", "is 50 … 10000, not " + candidates);
    }

    private static void check(boolean right, String option, String rule) {
        if (!right) {
            throw wrong(option, rule);
        }
    }

    /** Return the refusal of an option's value, in words that begin with the option's name. */
    static MemoryException wrong(String option, String rule) {
        return MemoryException.invalid(option, "mneme.storage.elasticsearch." + option + " " + rule);
    }

    static ElasticsearchOptions of(PluginContext context) {
        Options options = context.options();
        return new ElasticsearchOptions(
                options.getList("hosts"),
                options.getString("index-prefix"),
                options.find("user"),
                options.find("password"),
                options.find("api-key"),
                options.find("ca-certificate").map(given -> options.getPath("ca-certificate")),
                options.find("ca-fingerprint"),
                options.getDuration("connect-timeout"),
                options.getDuration("request-timeout"),
                options.getInt("shards"),
                options.getInt("replicas"),
                options.getInt("candidates"),
                options.getString("analyzer"),
                options.getBoolean("rebuild"));
    }

    @Override
    public String toString() {
        return "ElasticsearchOptions[hosts=" + hosts + ", indexPrefix=" + indexPrefix + "]";
    }
}
