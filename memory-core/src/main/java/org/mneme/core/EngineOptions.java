package org.mneme.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mneme.core.config.Binder;
import org.mneme.core.config.BoundOptions;
import org.mneme.core.job.JobOptions;
import org.mneme.core.migration.MigrationOptions;
import org.mneme.core.reembed.ReembedOptions;
import org.mneme.core.workspace.Plans;
import org.mneme.spi.Option;

/**
 * Hold the engine's own configuration, below {@code mneme.}.
 *
 * @param storage the id of the storage plugin
 * @param embedding the id of the embedding plugin
 * @param extractor the id of the extractor plugin
 * @param queryCache how many query vectors are kept
 * @param bootstrap what the server makes at its first start
 * @param plans the plans
 * @param jobs how background jobs are run
 * @param outbound how webhooks are kept and events are delivered
 * @param reembed to which embedding model to change
 * @param migration to which storage workspaces move
 */
public record EngineOptions(
        String storage,
        String embedding,
        String extractor,
        int queryCache,
        BootstrapOptions bootstrap,
        Plans plans,
        JobOptions jobs,
        OutboundOptions outbound,
        ReembedOptions reembed,
        MigrationOptions migration) {

    /**
     * What the server makes at its first start.
     *
     * @param workspaceId the id of the workspace the keys open; made if it is not there
     * @param keys the given keys, each by the dialect it belongs to
     */
    public record BootstrapOptions(Optional<String> workspaceId, List<GivenKey> keys) {
        public BootstrapOptions {
            keys = List.copyOf(keys);
        }
    }

    /** A key the operator has chosen. */
    public record GivenKey(String dialect, String text) {
        @Override
        public String toString() {
            return "GivenKey[dialect=" + dialect + "]";
        }
    }

    private static final List<String> DIALECTS = List.of("retainr", "retaindb", "xtrace", "gomemory", "admin");

    private static final List<Option> OPTIONS = List.of(
            Option.of("storage", Option.Type.STRING, "the storage plugin that keeps everything")
                    .withDefault("jpa"),
            Option.of("embedding", Option.Type.STRING, "the embedding plugin that makes vectors")
                    .withDefault("onnx"),
            Option.of("extractor", Option.Type.STRING, "the plugin that makes memories of conversations")
                    .withDefault("rules"),
            Option.of("query-cache", Option.Type.INTEGER, "how many vectors of recent queries are kept in memory")
                    .withDefault("10000"),
            Option.of(
                    "bootstrap.workspace-id", Option.Type.STRING, "the workspace the given keys open; made if absent"),
            key("admin", "the administrator's key"),
            key("retainr", "a key of the retainr dialect"),
            key("retaindb", "a key of the RetainDB dialect"),
            key("xtrace", "a key of the XTrace dialect"),
            key("gomemory", "a key of the GoMemory dialect"));

    private static Option key(String dialect, String what) {
        return Option.of("bootstrap." + dialect + "-key", Option.Type.STRING, what + ", at least 16 characters")
                .asSecret();
    }

    /** Bind the options, noting what is wrong; {@code notifiers} are the ids of the notifiers there are. */
    public static EngineOptions bind(Binder binder, Set<String> notifiers) {
        BoundOptions options = binder.bind("mneme.", OPTIONS);
        List<GivenKey> keys = DIALECTS.stream()
                .flatMap(
                        dialect -> options
                                .find("bootstrap." + dialect + "-key")
                                .map(text -> new GivenKey(dialect, text.strip()))
                                .stream())
                .toList();
        for (GivenKey key : keys) {
            if (key.text().length() < 16) {
                binder.report(
                        "mneme.bootstrap." + key.dialect() + "-key", "is too short", "give at least 16 characters");
            }
        }
        return new EngineOptions(
                options.getString("storage"),
                options.getString("embedding"),
                options.getString("extractor"),
                cacheSize(options),
                new BootstrapOptions(options.find("bootstrap.workspace-id"), keys),
                Plans.bind(binder),
                JobOptions.bind(binder),
                OutboundOptions.bind(binder, notifiers),
                ReembedOptions.bind(binder),
                MigrationOptions.bind(binder));
    }

    private static int cacheSize(BoundOptions options) {
        try {
            return Math.max(0, options.getInt("query-cache"));
        } catch (NumberFormatException e) {
            return 0; // noted by the binder, which stops the start
        }
    }
}
