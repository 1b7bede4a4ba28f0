package org.mneme.war.retainr;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the resources of this dialect answer. Fields are written in snake case, nulls included. */
final class Answers {

    private Answers() {}

    @Schema(name = "RetainrStored")
    record Stored(
            String id, String workspaceId, String namespace, Instant ttlAt, Instant createdAt, boolean deduplicated) {}

    @Schema(name = "RetainrFound")
    record Found(
            String id,
            String content,
            double score,
            String namespace,
            List<String> tags,
            Map<String, Object> metadata,
            Instant createdAt) {}

    @Schema(name = "RetainrSearchResults")
    record SearchResults(List<Found> results, int total) {}

    @Schema(name = "RetainrMemory")
    record Listed(
            String id,
            String content,
            String namespace,
            List<String> tags,
            Map<String, Object> metadata,
            Instant createdAt) {}

    @Schema(name = "RetainrMemories")
    record Page(List<Listed> memories, long total, int limit, int offset) {}

    @Schema(name = "RetainrContext")
    record Context(String context, int memoriesUsed, int tokenEstimate) {}

    @Schema(name = "RetainrDeleted")
    record Deleted(long deleted) {}

    @Schema(name = "RetainrWorkspace")
    record Workspace(String workspaceId, String name, String plan, long memoryCount, Usage usage, List<Key> keys) {}

    /** @param limit null where the plan has none */
    @Schema(name = "RetainrUsage")
    record Usage(String period, long memoryOps, Long limit) {}

    @Schema(name = "RetainrKey")
    record Key(String keyId, String name, String prefix, Instant createdAt, Instant lastUsedAt) {}

    @Schema(name = "RetainrNewKey")
    record NewKey(String keyId, String name, String apiKey, Instant createdAt) {}
}
