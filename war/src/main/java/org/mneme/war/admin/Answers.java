package org.mneme.war.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the administration answers. Fields are written in snake case, nulls included. */
final class Answers {

    private Answers() {}

    @Schema(name = "AdminWorkspace")
    record Workspace(String workspaceId, String name, String plan, Instant createdAt) {}

    @Schema(name = "AdminWorkspaces")
    record Workspaces(List<Workspace> workspaces) {}

    @Schema(name = "AdminWorkspaceDetail")
    record WorkspaceDetail(
            String workspaceId,
            String name,
            String plan,
            Instant createdAt,
            long memoryCount,
            int keyCount,
            Usage usage) {}

    /** @param limit null where the plan has none */
    @Schema(name = "AdminUsage")
    record Usage(String period, long memoryOps, Long limit) {}

    @Schema(name = "AdminKey")
    record Key(
            String keyId,
            String name,
            String dialect,
            String prefix,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt,
            Instant lastUsedAt) {}

    @Schema(name = "AdminKeys")
    record Keys(List<Key> keys) {}

    @Schema(name = "AdminNewKey")
    record NewKey(String keyId, String name, String dialect, String apiKey, Instant createdAt) {}

    /**
     * @param requestsPerMinute null for no limit
     * @param memoryOpsPerMonth null for no limit
     */
    @Schema(name = "AdminPlan")
    record Plan(String name, Integer requestsPerMinute, Long memoryOpsPerMonth, int contentLimit) {}

    @Schema(name = "AdminPlans")
    record Plans(List<Plan> plans) {}

    /**
     * @param id null for a jar that could not be looked into
     * @param kind null for such a jar
     * @param version null for such a jar
     * @param message null if there is nothing to say
     */
    @Schema(name = "AdminPlugin")
    record Plugin(
            String id,
            String kind,
            String version,
            String jar,

            @Schema(enumeration = {"active", "available", "failing", "broken", "restart-needed"})
            String state,

            String message,
            List<PluginOption> options,
            Health health) {}

    @Schema(name = "AdminPluginOption")
    record PluginOption(String key, String value, String source, String description) {}

    @Schema(name = "AdminHealth")
    record Health(String state, String message, Map<String, String> details) {}

    @Schema(name = "AdminEmbeddingModel")
    record EmbeddingModel(String model, int dimension) {}

    /**
     * @param next null if none is configured
     * @param filling null if none is configured
     * @param trouble null if nothing holds it up
     */
    @Schema(name = "AdminReembedding")
    record Reembedding(
            @Schema(enumeration = {"not_configured", "idle", "filling", "complete"})
            String state,

            EmbeddingModel active,
            EmbeddingModel configured,
            EmbeddingModel next,
            EmbeddingModel filling,
            long filled,
            long total,
            double progress,
            int refused,
            double memoriesPerSecond,
            String trouble) {}

    /** @param target null if none is configured */
    @Schema(name = "AdminMigrations")
    record Migrations(String target, List<Migration> migrations) {}

    /**
     * @param part null once it has ended
     * @param trouble null if nothing went wrong
     * @param report null until it has ended
     */
    @Schema(name = "AdminMigration")
    record Migration(
            String workspaceId,
            @Schema(enumeration = {"move", "verify"}) String action,

            @Schema(enumeration = {"waiting", "copying", "verifying", "complete", "different", "failed"})
            String state,

            int round,
            String part,
            long compared,
            double progress,
            boolean readOnly,
            String trouble,
            MigrationReport report,
            Instant startedAt,
            Instant updatedAt) {}

    @Schema(name = "AdminMigrationReport")
    record MigrationReport(
            boolean verified,
            long readOnlyMillis,
            List<MigrationPart> parts,
            long mismatchCount,
            List<MigrationMismatch> mismatches) {}

    @Schema(name = "AdminMigrationPart")
    record MigrationPart(
            String part, long sourceCount, long targetCount, String sourceChecksum, String targetChecksum) {}

    @Schema(name = "AdminMigrationMismatch")
    record MigrationMismatch(
            String part,
            String id,

            @Schema(enumeration = {"missing", "additional", "different"})
            String what,

            List<String> fields) {}

    @Schema(name = "AdminPlugins")
    record Plugins(List<Plugin> plugins) {}

    /** @param message null if there is nothing to say */
    @Schema(name = "AdminPluginChange")
    record PluginChange(
            String jar,

            @Schema(enumeration = {"added", "replaced", "removed", "kept", "refused", "broken", "restart-needed"})
            String outcome,

            String message) {}

    @Schema(name = "AdminPluginReload")
    record PluginReload(List<PluginChange> changes, List<Plugin> plugins) {}
}
