package org.mneme.war.retaindb;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the memory resources of this dialect answer. Fields are written in snake case; {@code traceId} is in every body. */
final class Answers {

    private Answers() {}

    /** A memory in a list: one that is stored, or one that will be. */
    sealed interface Entry permits Memory, Pending {}

    /** @param memoryType the same as {@code type}: clients read either */
    @Schema(name = "RetainDbMemory")
    record Memory(
            String id,
            String content,
            String type,
            String memoryType,
            List<String> entities,
            double importance,
            double confidence,
            String project,
            String userId,
            String sessionId,
            String agentId,
            String taskId,
            String namespace,
            List<String> tags,
            Map<String, Object> metadata,
            String role,
            Instant documentDate,
            Instant eventDate,
            int version,
            boolean active,
            List<String> supersedes,
            String supersededBy,
            Instant createdAt,
            Instant updatedAt,
            Instant expiresAt)
            implements Entry {}

    @Schema(name = "RetainDbPendingMemory")
    record Pending(
            String id,
            String content,
            String type,
            String memoryType,
            boolean pending,
            String jobId,
            String project,
            String userId,
            String sessionId,
            String agentId,
            String taskId,
            Map<String, Object> metadata,
            Instant createdAt)
            implements Entry {}

    /** @param content what was sent, of whatever type */
    @Schema(name = "RetainDbRejected")
    record Rejected(int index, Object content, List<String> reason) {}

    @Schema(name = "RetainDbStored")
    record Stored(boolean success, String mode, String traceId, String memoryId, Memory memory) {}

    @Schema(name = "RetainDbStoredMany")
    record StoredMany(
            boolean success, String mode, String traceId, List<Memory> memories, int count, List<Rejected> rejected) {}

    @Schema(name = "RetainDbAccepted")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Accepted(
            boolean success,
            String mode,
            String traceId,
            String jobId,
            String statusUrl,
            Instant acceptedAt,
            String pendingVisibility,
            Integer memoriesQueued,
            String sessionId,
            Integer messagesQueued) {}

    @Schema(name = "RetainDbIngested")
    record Ingested(
            boolean success,
            String mode,
            String traceId,
            String sessionId,
            int messagesProcessed,
            int memoriesCreated,
            int memoriesUpdated) {}

    @Schema(name = "RetainDbRead")
    record Read(boolean success, String traceId, String memoryId, Entry memory) {}

    @Schema(name = "RetainDbChanged")
    record Changed(boolean success, String mode, String traceId, String memoryId, NewVersion memory) {}

    record NewVersion(@JsonUnwrapped Memory memory, int previousVersion) {}

    @Schema(name = "RetainDbDeleted")
    record Deleted(boolean success, String message, String memoryId, String traceId) {}

    @Schema(name = "RetainDbDeletedMany")
    record DeletedMany(boolean success, long deleted, int requested, String traceId) {}

    record Version(int version, String content, Instant updatedAt, String supersededBy) {}

    @Schema(name = "RetainDbVersions")
    record Versions(String memoryId, int currentVersion, List<Version> versions, int count, String traceId) {}

    /** @param similarity null for a write that is not stored yet and has no vector */
    @Schema(name = "RetainDbFound")
    record Found(Entry memory, String content, Double similarity, double score, Map<String, Double> scoreParts) {}

    /** Where the time went, in milliseconds. */
    record Latency(double embedMs, double vectorMs, double lexicalMs, double mergeMs, double totalMs) {}

    @Schema(name = "RetainDbSearchResults")
    record SearchResults(
            List<Found> results,
            int count,
            String query,
            String traceId,
            double latencyMs,
            Latency latencyBreakdown,
            String profile,
            boolean includePending,
            int pendingOverlayCount) {}

    @Schema(name = "RetainDbProfile")
    record Profile(
            String userId,
            List<Entry> memories,
            int count,
            boolean includePending,
            int pendingOverlayCount,
            String traceId) {}

    @Schema(name = "RetainDbSession")
    record Session(
            String sessionId,
            List<Entry> memories,
            int count,
            boolean includePending,
            int pendingOverlayCount,
            String traceId) {}

    @Schema(name = "RetainDbJob")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Job(
            String id,
            String status,
            double progress,
            Instant createdAt,
            Instant updatedAt,
            JobResult result,
            String error) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JobResult(
            int memoriesCreated,
            int memoriesUpdated,
            List<String> memoryIds,
            Map<String, String> supersededBy,
            Map<String, Long> stageTimings,
            String extractor,
            String note) {}

    @Schema(name = "RetainDbJobAnswer")
    record JobAnswer(boolean success, Job job, String traceId) {}

    record Fact(String id, String content, double score, Map<String, Object> metadata, String type) {}

    record Meta(String query, int total, double latencyMs, int tokensUsed) {}

    @Schema(name = "RetainDbContext")
    record Context(List<Fact> results, String context, Meta meta, String traceId) {}

    /** @param method {@code extractive}: composed of memories word by word, no language model had a part in it */
    @Schema(name = "RetainDbAsked")
    record Asked(
            boolean success,
            String answer,
            String method,
            List<String> supportingMemoryIds,
            double coverageScore,
            String traceId) {}

    @Schema(name = "RetainDbAgentModel")
    record AgentModel(
            String agentId,
            String persona,
            List<String> persistentInstructions,
            String workingStyle,
            List<String> goals,
            long memoryCount,
            Instant lastUpdated,
            String traceId) {}

    @Schema(name = "RetainDbSeeded")
    record Seeded(String agentId, boolean seeded, int memoriesCreated, String traceId) {}

    @Schema(name = "RetainDbLegacyMemories")
    record LegacyMemories(List<Entry> memories, int count, String traceId) {}

    @Schema(name = "RetainDbLegacyMemory")
    record LegacyMemory(Memory memory, String traceId) {}

    @Schema(name = "RetainDbLegacyDeleted")
    record LegacyDeleted(boolean deleted, String traceId) {}
}
