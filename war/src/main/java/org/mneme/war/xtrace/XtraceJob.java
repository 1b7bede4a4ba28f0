package org.mneme.war.xtrace;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mneme.api.Job;
import org.mneme.api.Memory;
import org.mneme.core.ingest.IngestResult;

/** An ingest job as XTrace shows it, with the nulls the document shows, and without memories that were deleted since. */
record XtraceJob(
        String id, String object, String status, Instant createdAt, Instant updatedAt, Result result, Failure error) {

    /** What a job made; null until it has succeeded. */
    record Result(
            String object,
            List<Entry> memoriesCreated,
            List<Entry> memoriesUpdated,
            Map<String, String> memoriesSupersededBy,
            Map<String, Long> stageTimings) {}

    /** A memory a job made or met. */
    record Entry(String id, String type, String text) {}

    /** Why a job failed; null unless it has. */
    record Failure(String type, String code, String message) {}

    /**
     * Show a job.
     *
     * @param memories gives the memories with some ids, those that are there
     */
    static XtraceJob of(Job job, Function<List<String>, Map<String, Memory>> memories) {
        return new XtraceJob(
                job.id(),
                "ingest_job",
                status(job.state()),
                job.createdAt(),
                job.updatedAt(),
                job.state() == Job.State.SUCCEEDED ? result(IngestResult.ofJson(job.result()), memories) : null,
                job.state() == Job.State.FAILED ? failure(job) : null);
    }

    private static String status(Job.State state) {
        return switch (state) {
            case PENDING -> "pending";
            case RUNNING -> "running";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
        };
    }

    private static Result result(IngestResult result, Function<List<String>, Map<String, Memory>> memories) {
        Map<String, Memory> there = memories.apply(Stream.concat(result.created().stream(), result.updated().stream())
                .map(IngestResult.Entry::id)
                .toList());
        return new Result(
                "ingest_result",
                entries(result.created(), there),
                entries(result.updated(), there),
                result.supersededBy(),
                result.stageMillis());
    }

    private static List<Entry> entries(List<IngestResult.Entry> entries, Map<String, Memory> there) {
        return entries.stream()
                .filter(entry -> there.containsKey(entry.id()))
                .map(entry -> new Entry(
                        entry.id(),
                        XtraceTypes.wordOf(entry.type()),
                        there.get(entry.id()).content()))
                .toList();
    }

    private static Failure failure(Job job) {
        Job.Failure failure =
                job.failure().orElseGet(() -> new Job.Failure("internal_error", "The job failed without a reason."));
        String type = failure.code().startsWith("invalid") ? "invalid_request_error" : "server_error";
        return new Failure(type, failure.code(), failure.message());
    }
}
