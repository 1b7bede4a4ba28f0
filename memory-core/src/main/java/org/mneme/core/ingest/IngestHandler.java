package org.mneme.core.ingest;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.mneme.api.Job;
import org.mneme.api.Scope;
import org.mneme.core.job.JobHandler;
import org.mneme.core.job.JobRun;
import org.mneme.spi.extractor.Extraction;

/** Do an ingest as a job: what was extracted is kept, so that a later attempt stores the same. */
final class IngestHandler implements JobHandler {

    static final String KIND = "ingest";

    private final Ingestor ingestor;

    IngestHandler(Ingestor ingestor) {
        this.ingestor = ingestor;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> run(JobRun run) {
        Job job = run.job();
        Ingest ingest = DraftJson.read(job.scope().workspace(), job.payload());
        if (ingest instanceof Ingest.Messages messages) {
            Map<String, Object> extracted = extracted(run, messages);
            Extraction extraction = DraftJson.readExtraction(extracted);
            run.progress(0.4);
            IngestResult stored = store(run, Batch.of(messages, extraction), ingest);
            return stored.extractedBy(extraction, ((Number) extracted.get("extract_ms")).longValue())
                    .toJson();
        }
        return store(run, Batch.of((Ingest.Drafts) ingest), ingest).toJson();
    }

    private Map<String, Object> extracted(JobRun run, Ingest.Messages messages) {
        if (!run.job().checkpoint().isEmpty()) {
            return run.job().checkpoint();
        }
        long start = System.nanoTime();
        Extraction extraction = ingestor.extract(messages);
        Map<String, Object> state =
                DraftJson.write(extraction, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        run.checkpoint(state);
        return state;
    }

    private IngestResult store(JobRun run, Batch batch, Ingest ingest) {
        Job job = run.job();
        return ingestor.store(
                Scope.of(job.scope().workspace()),
                batch,
                job.id(),
                Optional.of(job.id()),
                ingest.acceptedAt(),
                run::stillMine);
    }
}
