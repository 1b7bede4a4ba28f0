package org.mneme.storage.elasticsearch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.EmbeddingSpaces;

final class ElasticsearchEmbeddingSpaces implements EmbeddingSpaces {

    private static final String ACTIVE = Cluster.id("space", "active");
    private static final int PAGE = 500;
    private static final int TRIES = 100;

    private final Memories memories;
    private final Records records;
    private final ElasticsearchSchema schema;
    private volatile Optional<Space> known = Optional.empty();

    ElasticsearchEmbeddingSpaces(Memories memories, Records records, ElasticsearchSchema schema) {
        this.memories = memories;
        this.records = records;
        this.schema = schema;
    }

    @Override
    public Optional<Space> active() {
        known = records.get(ACTIVE).map(doc -> Records.data(doc, Space.class));
        return known;
    }

    /** Refuse vectors that are not of the model active on all servers now. */
    void checkWrites(List<Embedding> embeddings) {
        if (!embeddings.isEmpty()) {
            Optional<Space> active = active();
            embeddings.forEach(each -> check(each, active));
        }
    }

    /** Refuse a query of another model. One of the model that was active a moment ago is answered: its vectors are kept. */
    void checkSearch(Embedding embedding) {
        if (!known.equals(Optional.of(space(embedding)))) {
            check(embedding, active());
        }
    }

    private static void check(Embedding embedding, Optional<Space> active) {
        if (!active.equals(Optional.of(space(embedding)))) {
            throw MemoryException.conflict(
                    "embedding_model_mismatch",
                    "vectors of " + embedding.model() + " with " + embedding.dimension()
                            + " components are not searched; "
                            + active.map(Space::model).orElse("no model") + " is");
        }
    }

    private static Space space(Embedding embedding) {
        return new Space(embedding.model(), embedding.dimension());
    }

    @Override
    public void activate(Space space) {
        Coverage coverage = coverage(space);
        boolean any = memories.count(Optional.empty(), Queries.exists("spaces")) > 0;
        if (any && coverage.filled() < coverage.total()) {
            throw MemoryException.conflict(
                    "embedding_incomplete",
                    coverage.total() - coverage.filled() + " memories have no vectors of " + space.model());
        }
        schema.prepare(space);
        records.put(ACTIVE, before -> Records.record("space", "", "active", space));
        known = Optional.of(space);
    }

    @Override
    public List<Missing> missing(Space space, Optional<String> afterId, int limit) {
        memories.refreshes().all();
        List<Map<String, Object>> parts = new ArrayList<>();
        parts.add(Queries.not(Queries.term("spaces", ElasticsearchSchema.key(space))));
        afterId.ifPresent(id -> parts.add(Queries.range("id", Map.of("gt", id))));
        return memories
                .find(
                        Optional.empty(),
                        Queries.all(parts),
                        List.of(Map.of("id", "asc"), Map.of("ws", "asc")),
                        Math.min(limit, 10_000),
                        Stored.MEMORY_FIELDS)
                .stream()
                .map(doc -> new Missing(Scope.of(doc.routing()), Stored.memory(doc)))
                .toList();
    }

    @Override
    public void fill(Space space, List<Filled> filled) {
        schema.prepare(space);
        List<Filled> open = new ArrayList<>(filled);
        for (int i = 0; i < TRIES && !open.isEmpty(); i++) {
            open.removeIf(each -> filled(space, each));
        }
        if (!open.isEmpty()) {
            throw Records.contended();
        }
    }

    /** Return whether nothing is left to do for a memory. */
    private boolean filled(Space space, Filled each) {
        String workspace = each.workspace().workspace();
        Optional<Cluster.Doc> doc = memories.get(workspace, each.memory());
        Optional<Stored> stored =
                doc.map(Stored::read).filter(found -> found.memory().version() == each.version());
        if (stored.isEmpty()) {
            return true;
        }
        Map<String, Embedding> vectors = new LinkedHashMap<>(stored.get().vectors());
        vectors.put(ElasticsearchSchema.key(space), each.embedding());
        return memories.write(Cluster.Write.replace(
                doc.get(), stored.get().withVectors(vectors).source()));
    }

    @Override
    public Coverage coverage(Space space) {
        memories.refreshes().all();
        return new Coverage(
                memories.count(Optional.empty(), Queries.term("spaces", ElasticsearchSchema.key(space))),
                memories.count(Optional.empty(), Queries.ALL));
    }

    @Override
    public void discard(Space space) {
        if (active().equals(Optional.of(space))) {
            throw MemoryException.conflict("embedding_model_active", space.model() + " is the active model");
        }
        String key = ElasticsearchSchema.key(space);
        while (true) {
            memories.refreshes().all();
            List<Cluster.Doc> page = memories.find(
                    Optional.empty(),
                    Queries.term("spaces", key),
                    List.of(Map.of("_doc", "asc")),
                    PAGE,
                    Stored.ALL_FIELDS);
            if (page.isEmpty()) {
                return;
            }
            page.forEach(doc -> without(doc, key));
        }
    }

    private void without(Cluster.Doc doc, String key) {
        Stored stored = Stored.read(doc);
        Map<String, Embedding> vectors = new LinkedHashMap<>(stored.vectors());
        vectors.remove(key);
        memories.write(Cluster.Write.replace(doc, stored.withVectors(vectors).source()));
    }
}
