package org.mneme.core.agent;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mneme.api.Attribute;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;
import org.mneme.core.ingest.Draft;
import org.mneme.core.ingest.Ingest;
import org.mneme.core.ingest.IngestResult;
import org.mneme.core.ingest.IngestService;
import org.mneme.core.memory.MemoryService;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.MemoryPage;
import org.mneme.spi.storage.Order;

/** Tell agents who they are, and read it back. Safe for several threads. */
public final class AgentModelService {

    private static final int MEMORIES_LOOKED_AT = 10_000;

    private final MemoryService memories;
    private final IngestService ingest;

    public AgentModelService(MemoryService memories, IngestService ingest) {
        this.memories = memories;
        this.ingest = ingest;
    }

    /**
     * Tell an agent who it is: each sentence of a description becomes a memory of it. The same again adds nothing.
     *
     * @param place the workspace, project and agent the memories belong to; no user
     * @param source where the description comes from, such as a file name; empty if nobody said
     * @param work names the work; the same name again has the same effect once
     */
    public IngestResult seed(Scope place, String description, Optional<String> source, String work, Instant now) {
        List<Draft> drafts = AgentDescription.sentences(description).stream()
                .map(sentence -> draft(place, sentence, source))
                .toList();
        return ingest.now(Scope.of(place.workspace()), new Ingest.Drafts(drafts, now), work);
    }

    private static Draft draft(Scope place, AgentDescription.Sentence sentence, Optional<String> source) {
        Draft plain = Draft.of(place, sentence.text());
        Map<String, Object> metadata =
                source.<Map<String, Object>>map(name -> Map.of("source", name)).orElse(Map.of());
        return new Draft(
                place,
                sentence.text(),
                sentence.facet().type(),
                List.of(sentence.facet().tag()),
                metadata,
                List.of(),
                0.9,
                plain.confidence(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("system"),
                Optional.empty());
    }

    /** Return what an agent knows of itself; what it remembers of users is only counted. */
    public AgentModel model(Scope scope) {
        MemoryPage page = memories.list(scope, Listing.first(Filter.active(), Order.NEWEST_FIRST, MEMORIES_LOOKED_AT));
        List<Memory> own = page.memories().stream()
                .filter(memory -> memory.scope().get(Attribute.USER).isEmpty())
                .sorted(Comparator.comparing(Memory::createdAt).thenComparing(Memory::id))
                .toList();
        return new AgentModel(
                joined(tagged(own, AgentDescription.Facet.PERSONA)),
                texts(own, Set.of(MemoryType.INSTRUCTION, MemoryType.CONSTRAINT)),
                joined(tagged(own, AgentDescription.Facet.STYLE)),
                texts(own, Set.of(MemoryType.GOAL)),
                page.total(),
                page.memories().stream().map(Memory::updatedAt).max(Comparator.naturalOrder()));
    }

    private static List<String> tagged(List<Memory> memories, AgentDescription.Facet facet) {
        return memories.stream()
                .filter(memory -> memory.tags().contains(facet.tag()))
                .map(Memory::content)
                .toList();
    }

    private static List<String> texts(List<Memory> memories, Set<MemoryType> types) {
        return memories.stream()
                .filter(memory -> types.contains(memory.type()))
                .map(Memory::content)
                .toList();
    }

    private static Optional<String> joined(List<String> sentences) {
        return sentences.isEmpty()
                ? Optional.empty()
                : Optional.of(sentences.stream().collect(Collectors.joining(" ")));
    }
}
