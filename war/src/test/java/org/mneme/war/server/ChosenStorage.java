package org.mneme.war.server;

import java.nio.file.Path;
import java.util.Map;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/**
 * Know where the servers of this run keep their data: {@code -Dmneme.it.storage}, {@code jpa} by default.
 *
 * <p>With {@code elasticsearch} it is a node that all servers of the run share, or the cluster that
 * {@value ElasticsearchNode#URIS} names.
 */
public final class ChosenStorage {

    /** The system property that chooses. */
    public static final String PROPERTY = "mneme.it.storage";

    /** What it is for a node of Elasticsearch. */
    public static final String ELASTICSEARCH = "elasticsearch";

    private ChosenStorage() {}

    /** Return the id of the storage that the servers of this run use. */
    public static String name() {
        return System.getProperty(PROPERTY, "jpa");
    }

    /** Tell whether the servers of this run use this one. */
    public static boolean is(String storage) {
        return name().equals(storage);
    }

    /** Return what a server needs in its environment; servers with one data directory share their data here too. */
    static Map<String, String> environment(Path data) {
        return is(ELASTICSEARCH)
                ? elasticsearch(
                        "it-" + Integer.toHexString(data.toAbsolutePath().hashCode()))
                : Map.of();
    }

    /** Return what a server needs in its environment to keep its data in indices of this name on a node. */
    public static Map<String, String> elasticsearch(String indexPrefix) {
        return Map.of(
                "MNEME_STORAGE",
                ELASTICSEARCH,
                "MNEME_STORAGE_ELASTICSEARCH_HOSTS",
                ElasticsearchNode.uris(),
                "MNEME_STORAGE_ELASTICSEARCH_INDEX_PREFIX",
                indexPrefix,
                // many servers meet on the one node of the tests
                "MNEME_STORAGE_ELASTICSEARCH_SHARDS",
                "1",
                "MNEME_STORAGE_ELASTICSEARCH_REPLICAS",
                "0");
    }
}
