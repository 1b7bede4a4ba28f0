package org.mneme.war.retaindb;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mneme.api.Attribute;
import org.mneme.api.Job;
import org.mneme.api.Memory;
import org.mneme.api.MemoryType;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.core.agent.AgentModel;
import org.mneme.core.ingest.IngestResult;
import org.mneme.core.recall.Recalled;

/** Say memories, jobs and results in the words of this dialect. */
final class MemoryMapper {

    private MemoryMapper() {}

    static Answers.Memory memory(Memory memory) {
        Scope place = memory.scope();
        return new Answers.Memory(
                memory.id(),
                memory.content(),
                memory.type().word(),
                memory.type().word(),
                memory.entities(),
                memory.importance(),
                memory.confidence(),
                at(place, Attribute.PROJECT),
                at(place, Attribute.USER),
                at(place, Attribute.SESSION),
                at(place, Attribute.AGENT),
                at(place, Attribute.TASK),
                at(place, Attribute.NAMESPACE),
                memory.tags(),
                memory.metadata(),
                memory.sourceRole().orElse(null),
                memory.documentDate().orElse(null),
                memory.eventDate().orElse(null),
                memory.version(),
                memory.status() == Memory.Status.ACTIVE,
                memory.supersedes(),
                memory.supersededBy().orElse(null),
                memory.createdAt(),
                memory.updatedAt(),
                memory.expiresAt().orElse(null));
    }

    static Answers.Pending pending(PendingMemory pending) {
        Scope place = pending.scope();
        String type = MemoryType.EVENT.word();
        return new Answers.Pending(
                pending.id(),
                pending.content(),
                type,
                type,
                true,
                pending.job(),
                at(place, Attribute.PROJECT),
                at(place, Attribute.USER),
                at(place, Attribute.SESSION),
                at(place, Attribute.AGENT),
                at(place, Attribute.TASK),
                pending.metadata(),
                pending.createdAt());
    }

    /** Null where it was never given. */
    static String at(Scope place, Attribute attribute) {
        return place.get(attribute).orElse(null);
    }

    static Answers.Found found(Recalled.Result result) {
        Answers.Memory memory = memory(result.memory());
        return new Answers.Found(memory, memory.content(), result.similarity(), result.score(), result.parts());
    }

    static Answers.Found found(PendingSearch.Match match) {
        Answers.Pending memory = pending(match.pending());
        return new Answers.Found(
                memory, memory.content(), null, match.share(), java.util.Map.of("words", match.share()));
    }

    static Answers.Latency latency(Recalled.Timing timing) {
        return new Answers.Latency(
                millis(timing.embed()),
                millis(timing.vector()),
                millis(timing.lexical()),
                millis(timing.merge()),
                millis(timing.total()));
    }

    /** Milliseconds with three decimals. */
    static double millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) / 1e3;
    }

    static Answers.Version version(Memory memory) {
        return new Answers.Version(
                memory.version(),
                memory.content(),
                memory.updatedAt(),
                memory.supersededBy().orElse(null));
    }

    static Answers.Job job(Job job) {
        boolean succeeded = job.state() == Job.State.SUCCEEDED;
        return new Answers.Job(
                job.id(),
                word(job.state()),
                succeeded ? 1 : job.progress(),
                job.createdAt(),
                job.updatedAt(),
                succeeded ? result(IngestResult.ofJson(job.result())) : null,
                job.failure()
                        .map(failure -> failure.code() + ": " + failure.message())
                        .orElse(null));
    }

    private static String word(Job.State state) {
        return switch (state) {
            case PENDING -> "pending";
            case RUNNING -> "processing";
            case SUCCEEDED -> "completed";
            case FAILED -> "failed";
        };
    }

    private static Answers.JobResult result(IngestResult result) {
        return new Answers.JobResult(
                result.created().size(),
                result.updated().size(),
                ids(result),
                result.supersededBy(),
                result.stageMillis(),
                result.extractor().orElse(null),
                result.note().orElse(null));
    }

    /** The ids of the memories that an ingest made or met. */
    static List<String> ids(IngestResult result) {
        return Stream.concat(result.created().stream(), result.updated().stream())
                .map(IngestResult.Entry::id)
                .toList();
    }

    static Answers.AgentModel model(String agent, AgentModel model, String traceId) {
        return new Answers.AgentModel(
                agent,
                model.persona().orElse(null),
                model.instructions(),
                model.workingStyle().orElse(null),
                model.goals(),
                model.memoryCount(),
                model.lastUpdated().orElse(null),
                traceId);
    }
}
