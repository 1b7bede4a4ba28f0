package org.mneme.war.retaindb;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the routes of the agent memory bus answer. */
final class BusAnswers {

    private BusAnswers() {}

    @Schema(name = "RetainDbRecorded")
    record Recorded(boolean success, String eventId, String memoryJobId, String traceId) {}

    @Schema(name = "RetainDbAgentEvent")
    record Event(
            String id,
            String type,
            String summary,
            Map<String, Object> details,
            double salience,
            String project,
            String taskId,
            String agentId,
            String userId,
            String sessionId,
            Instant createdAt) {}

    /** @param forks the sessions that resumed it after the first */
    @Schema(name = "RetainDbHandoff")
    record Handoff(
            String id,
            String project,
            String taskId,
            String fromAgentId,
            String toAgentId,
            String summary,
            String context,
            String status,
            String userId,
            String sessionId,
            String resumedBySessionId,
            List<String> forks,
            Instant createdAt,
            Instant updatedAt) {}

    /** @param pending true for a write that is not stored yet, else absent; its score is null */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Memory(
            String id, String content, String type, String agentId, Double score, Instant createdAt, Boolean pending) {}

    @Schema(name = "RetainDbAgentContext")
    record Context(
            String taskId,
            String agentId,
            String query,
            String text,
            List<Event> events,
            List<Handoff> handoffs,
            List<Memory> memories,
            int tokenEstimate) {}

    @Schema(name = "RetainDbAgentContextAnswer")
    record ContextAnswer(boolean success, Context context, String traceId) {}

    @Schema(name = "RetainDbHandedOver")
    record HandedOver(boolean success, String handoffId, Handoff handoff, String traceId) {}

    @Schema(name = "RetainDbHandoffAnswer")
    record HandoffAnswer(boolean success, Handoff handoff, String traceId) {}

    @Schema(name = "RetainDbResumed")
    record Resumed(
            boolean success,
            String handoffId,
            String sessionId,
            boolean forked,
            Handoff handoff,
            Context context,
            String traceId) {}
}
