package org.mneme.war.retaindb;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.mneme.api.Attribute;
import org.mneme.api.Filter;
import org.mneme.api.Ids;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.core.Engine;
import org.mneme.core.idempotency.IdempotencyService.Work;
import org.mneme.core.ingest.Draft;
import org.mneme.core.ingest.Ingest;
import org.mneme.core.ingest.IngestResult;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.Order;
import org.mneme.war.retaindb.Exchange.Outcome;

/** Write memories, at once or in the background. */
@Dependent
public class Writer {

    private static final String SYNC = "sync";
    private static final String ASYNC = "async";
    private static final String VISIBLE_AT_ONCE = "immediate";

    @Inject
    private Exchange exchange;

    /** Store one memory: 201 if it is new, 200 if one that was there says it. */
    Outcome store(WriteRequest request, Work work) {
        Scope home = exchange.writing(request.place());
        IngestResult result = now(List.of(request), work);
        String id = MemoryMapper.ids(result).get(0);
        Memory memory = exchange.engine().memories().get(Scope.of(home.workspace()), id);
        boolean merged = result.created().isEmpty();
        return new Outcome(
                merged ? 200 : 201,
                new Answers.Stored(true, SYNC, exchange.traceId(), id, MemoryMapper.memory(memory)),
                List.of(id));
    }

    /** Accept one memory to be stored in the background. */
    Outcome accept(WriteRequest request, Work work) {
        String job = submit(exchange.writing(request.place()), drafts(List.of(request), work), work);
        return Outcome.of(202, accepted(job, work, null, null, null));
    }

    /** Store several memories. */
    Outcome storeAll(BulkRequest request, Work work) {
        Scope workspace = exchange.writer();
        request.memories().forEach(memory -> exchange.writing(memory.place()));
        List<String> ids = MemoryMapper.ids(now(request.memories(), work));
        List<Answers.Memory> stored = exchange
                .engine()
                .memories()
                .list(
                        workspace,
                        Listing.first(new Filter.IdIn(java.util.Set.copyOf(ids)), Order.OLDEST_FIRST, Limits.BULK))
                .memories()
                .stream()
                .map(MemoryMapper::memory)
                .toList();
        return new Outcome(
                201,
                new Answers.StoredMany(true, SYNC, exchange.traceId(), stored, stored.size(), request.rejected()),
                ids);
    }

    /** Accept several memories to be stored in the background by one job. */
    Outcome acceptAll(BulkRequest request, Work work) {
        request.memories().forEach(memory -> exchange.writing(memory.place()));
        Scope first = request.memories().get(0).place().home(exchange.writer());
        Scope common = Scope.of(first.workspace())
                .withOptional(Attribute.PROJECT, first.get(Attribute.PROJECT).orElse(null));
        String job = submit(common, drafts(request.memories(), work), work);
        return Outcome.of(202, accepted(job, work, request.memories().size(), null, null));
    }

    /** Make memories of a conversation. */
    Outcome ingest(IngestRequest request, Work work) {
        String session = session(request, work);
        Scope home = exchange.writing(request.place().inSession(session));
        IngestResult result = exchange.engine()
                .ingest()
                .now(Scope.of(home.workspace()), request.ingest(home, work.since()), work.id());
        Answers.Ingested answer = new Answers.Ingested(
                true,
                SYNC,
                exchange.traceId(),
                session,
                request.messages().size(),
                result.created().size(),
                result.updated().size());
        return Outcome.of(200, answer);
    }

    /** Accept a conversation of which memories are made in the background. */
    Outcome acceptIngest(IngestRequest request, Work work) {
        String session = session(request, work);
        Scope home = exchange.writing(request.place().inSession(session));
        String job = submit(home, request.ingest(home, work.since()), work);
        return Outcome.of(
                202, accepted(job, work, null, session, request.messages().size()));
    }

    private static String session(IngestRequest request, Work work) {
        return request.place().session().orElseGet(() -> Ids.derived("session_", work.since(), work.id(), 0));
    }

    private IngestResult now(List<WriteRequest> requests, Work work) {
        return exchange.engine().ingest().now(exchange.writer(), drafts(requests, work), work.id());
    }

    private Ingest drafts(List<WriteRequest> requests, Work work) {
        Scope workspace = exchange.writer();
        List<Draft> drafts =
                requests.stream().map(request -> request.draft(workspace)).toList();
        return new Ingest.Drafts(drafts, work.since());
    }

    private String submit(Scope place, Ingest ingest, Work work) {
        Engine engine = exchange.engine();
        String job = Ids.derivedJob(work.since(), work.id());
        engine.ingest().submit(engine.jobs(), place, ingest, job, false);
        return job;
    }

    private Answers.Accepted accepted(
            String job, Work work, Integer memoriesQueued, String session, Integer messagesQueued) {
        Instant acceptedAt = work.since();
        return new Answers.Accepted(
                true,
                ASYNC,
                exchange.traceId(),
                job,
                "/v1/memory/jobs/" + job,
                acceptedAt,
                VISIBLE_AT_ONCE,
                memoriesQueued,
                session,
                messagesQueued);
    }
}
