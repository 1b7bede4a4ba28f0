package org.mneme.core.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.mneme.api.Attribute;
import org.mneme.api.Embedding;
import org.mneme.api.Ids;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.core.embedding.Embedder;
import org.mneme.core.memory.MemoryService;
import org.mneme.core.statement.StatementReconciler;
import org.mneme.core.watch.DeliveryPlanner;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Extraction;
import org.mneme.spi.extractor.Extractor;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Written;

/**
 * Turn an ingest into stored memories: extract, embed, reconcile, store.
 *
 * <p>Ids are derived from the name of the work, so that the same work done twice leaves each memory once. Safe for several
 * threads.
 */
final class Ingestor {

    /** A cosine that no neighbour reaches. */
    private static final double SAME_TEXT_ONLY = 2;

    private final Extractor extractor;
    private final Embedder embedder;
    private final MemoryService memories;
    private final DeliveryPlanner deliveries;
    private final Function<Memory, Reconciliation.Decider> deciders;

    Ingestor(
            Extractor extractor,
            Embedder embedder,
            MemoryService memories,
            DeliveryPlanner deliveries,
            Function<Memory, Reconciliation.Decider> deciders) {
        this.extractor = extractor;
        this.embedder = embedder;
        this.memories = memories;
        this.deliveries = deliveries;
        this.deciders = deciders;
    }

    Extraction extract(Ingest.Messages ingest) {
        return extractor.extract(new Conversation(ingest.messages(), ingest.acceptedAt()));
    }

    /**
     * Store memories of one workspace, in order.
     *
     * @param work names the work, from which ids are derived
     * @param job the job that does it, if one does
     */
    IngestResult store(
            Scope workspace, Batch batch, String work, Optional<String> job, Instant acceptedAt, Runnable beforeStore) {
        return embedder.following(() -> stored(workspace, batch, work, job, acceptedAt, beforeStore));
    }

    private IngestResult stored(
            Scope workspace, Batch batch, String work, Optional<String> job, Instant acceptedAt, Runnable beforeStore) {
        long start = System.nanoTime();
        List<Draft> drafts = batch.drafts();
        List<Embedding> embeddings =
                embedder.memories(drafts.stream().map(Draft::content).toList());
        long embedded = System.nanoTime();
        SaidBefore saidBefore = SaidBefore.of(memories, batch.extracted());
        List<Written> written = new ArrayList<>(drafts.size());
        List<MemoryWrite> writes = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            Memory memory = drafts.get(i).memory(Ids.derived("mem_", acceptedAt, work, i), job, acceptedAt);
            Optional<Memory> history = batch.isExtracted(i) ? saidBefore.find(memory) : Optional.empty();
            if (history.isPresent()) {
                written.add(new Written(history.get(), Written.Outcome.KEPT, List.of()));
                continue;
            }
            Reconciliation reconciliation = batch.isExtracted(i) ? said(memory) : asWritten(memory);
            writes.add(write(memory, embeddings.get(i), reconciliation));
        }
        beforeStore.run();
        written.addAll(memories.store(workspace, writes));
        long stored = System.nanoTime();
        Map<String, Long> timings = new LinkedHashMap<>();
        timings.put("embed_ms", TimeUnit.NANOSECONDS.toMillis(embedded - start));
        timings.put("store_ms", TimeUnit.NANOSECONDS.toMillis(stored - embedded));
        return result(written, timings);
    }

    private MemoryWrite write(Memory memory, Embedding embedding, Reconciliation reconciliation) {
        return new MemoryWrite(
                memory, Optional.of(embedding), deliveries.plan(memory, embedding), Optional.of(reconciliation));
    }

    private Reconciliation said(Memory memory) {
        return new Reconciliation(
                neighbourhood(memory.scope()),
                StatementReconciler.FLOOR,
                StatementReconciler.LIMIT,
                deciders.apply(memory));
    }

    /** Look for the same text in the very same place: whoever reads there sees it, whichever of the two it is. */
    private static Reconciliation asWritten(Memory memory) {
        return new Reconciliation(memory.scope(), SAME_TEXT_ONLY, 1, new SameTextKept(memory));
    }

    /** Where a statement can mean something for another: what is said about one person; else within one conversation. */
    private static Scope neighbourhood(Scope place) {
        Scope within = Scope.of(place.workspace());
        for (Attribute attribute : List.of(Attribute.NAMESPACE, Attribute.PROJECT, Attribute.USER, Attribute.APP)) {
            within = within.withOptional(attribute, place.get(attribute).orElse(null));
        }
        if (place.get(Attribute.USER).isPresent()) {
            return within;
        }
        for (Attribute attribute : List.of(Attribute.SESSION, Attribute.AGENT, Attribute.TASK)) {
            within = within.withOptional(attribute, place.get(attribute).orElse(null));
        }
        return within;
    }

    private static IngestResult result(List<Written> written, Map<String, Long> timings) {
        Map<String, IngestResult.Entry> created = new LinkedHashMap<>();
        Map<String, IngestResult.Entry> updated = new LinkedHashMap<>();
        Map<String, String> supersededBy = new LinkedHashMap<>();
        for (Written write : written) {
            Memory memory = write.memory();
            switch (write.outcome()) {
                // a repeated write was created by an earlier attempt at the same work
                case CREATED, REPEATED -> created.put(memory.id(), IngestResult.Entry.of(memory));
                case REPLACED, KEPT -> updated.put(memory.id(), IngestResult.Entry.of(memory));
            }
            write.superseded().forEach(old -> supersededBy.put(old, memory.id()));
            memory.supersedes().forEach(old -> supersededBy.putIfAbsent(old, memory.id()));
            // it came late: what took its place was there before
            memory.supersededBy().ifPresent(by -> supersededBy.putIfAbsent(memory.id(), by));
        }
        // what this same work had created and then met again is new, not updated
        updated.keySet().removeAll(created.keySet());
        return new IngestResult(
                List.copyOf(created.values()),
                List.copyOf(updated.values()),
                supersededBy,
                timings,
                Optional.empty(),
                Optional.empty());
    }
}
