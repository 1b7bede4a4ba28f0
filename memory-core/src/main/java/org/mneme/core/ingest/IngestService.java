package org.mneme.core.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.mneme.api.Job;
import org.mneme.api.Memory;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.core.embedding.Embedder;
import org.mneme.core.job.JobEngine;
import org.mneme.core.job.JobHandler;
import org.mneme.core.memory.MemoryService;
import org.mneme.core.watch.DeliveryPlanner;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Extraction;
import org.mneme.spi.extractor.Extractor;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.Reconciliation;

/** Turn what was said, or many memories at once, into stored memories, now or in the background. Safe for several threads. */
public final class IngestService {

    private final Ingestor ingestor;

    /**
     * Put an ingest together.
     *
     * @param deciders gives for each statement that was extracted what decides about its neighbours
     */
    public IngestService(
            Extractor extractor,
            Embedder embedder,
            MemoryService memories,
            DeliveryPlanner deliveries,
            Function<Memory, Reconciliation.Decider> deciders) {
        this.ingestor = new Ingestor(extractor, embedder, memories, deliveries, deciders);
    }

    /** Return what does ingest jobs, for the job engine. */
    public JobHandler handler() {
        return new IngestHandler(ingestor);
    }

    /**
     * Accept an ingest as a job: durable and visible to readers when this returns.
     *
     * @param place where its pending memories show; that of a message ingest's template
     * @param jobId the job's id; the same id again is the same job
     * @param again whether a job with this id that has failed is to be done again
     */
    public JobStore.Enqueued submit(JobEngine jobs, Scope place, Ingest ingest, String jobId, boolean again) {
        Job job = job(place, ingest, jobId);
        return jobs.submit(Scope.of(place.workspace()), job, again);
    }

    /** Return the job that {@link #submit} accepts, for a caller that stores it together with something else. */
    public Job job(Scope place, Ingest ingest, String jobId) {
        return Job.accepted(
                jobId, place, IngestHandler.KIND, DraftJson.write(ingest), pending(jobId, ingest), ingest.acceptedAt());
    }

    private static List<PendingMemory> pending(String job, Ingest ingest) {
        List<PendingMemory> pending = new ArrayList<>();
        if (ingest instanceof Ingest.Messages messages) {
            Scope place = messages.template().place();
            for (Conversation.Message message : messages.messages()) {
                pending.add(new PendingMemory(
                        job,
                        pending.size(),
                        place,
                        message.content(),
                        Map.of("role", message.role()),
                        ingest.acceptedAt()));
            }
            addPending(pending, job, messages.beside(), ingest.acceptedAt());
        } else if (ingest instanceof Ingest.Drafts drafts) {
            addPending(pending, job, drafts.drafts(), ingest.acceptedAt());
        }
        return pending;
    }

    private static void addPending(List<PendingMemory> pending, String job, List<Draft> drafts, Instant acceptedAt) {
        for (Draft draft : drafts) {
            pending.add(new PendingMemory(
                    job, pending.size(), draft.place(), draft.content(), draft.metadata(), acceptedAt));
        }
    }

    /**
     * Do an ingest now; when this returns its memories are stored.
     *
     * @param work names the work; the same name again has the same effect once
     */
    public IngestResult now(Scope workspace, Ingest ingest, String work) {
        if (ingest instanceof Ingest.Messages messages) {
            long start = System.nanoTime();
            Extraction extraction = ingestor.extract(messages);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            return store(workspace, Batch.of(messages, extraction), ingest, work)
                    .extractedBy(extraction, millis);
        }
        return store(workspace, Batch.of((Ingest.Drafts) ingest), ingest, work);
    }

    private IngestResult store(Scope workspace, Batch batch, Ingest ingest, String work) {
        return ingestor.store(workspace, batch, work, Optional.empty(), ingest.acceptedAt(), () -> {});
    }
}
