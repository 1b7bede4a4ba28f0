package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.EmbeddingSpaces;

/**
 * Keep vectors of several models in each memory's document, one of them active.
 *
 * <p>A lock of this process keeps the active model from being changed between the look at it and the write that relies on it.
 * The cluster has no lock to do so between servers: what another server stores in the very moment of a switch may have vectors
 * of the former model only. It is then {@link #missing}, and found by its words until it is filled.
 */
final class ElasticsearchEmbeddingSpaces implements EmbeddingSpaces {

    private static final String ACTIVE = Cluster.id("space", "active");
    private static final int PAGE = 500;
    private static final int TRIES = 100;

    /** For so long a server relies on what it has read of the active model. */
    private static final long TRUSTED_NANOS = 1_000_000_000L;

    private static final String SWITCHING = "switching";

    private static final String SETTLED = "";

    /** What was read of the active model, when it was asked for, and who is about to put another in its place. */
    private record Known(Optional<Space> space, long at, String switching) {
        boolean is(Space given) {
            return space.equals(Optional.of(given)) && System.nanoTime() - at < TRUSTED_NANOS;
        }
    }

    /** That this server is about to switch: as what it said so, and when. */
    private record Announced(String mark, long at) {}

    private final Memories memories;
    private final Records records;
    private final ElasticsearchSchema schema;
    private final ReentrantReadWriteLock changing = new ReentrantReadWriteLock(true);
    private Announced announced = new Announced("none", 0);

    private volatile Known known = new Known(Optional.empty(), System.nanoTime() - TRUSTED_NANOS, SETTLED);

    ElasticsearchEmbeddingSpaces(Memories memories, Records records, ElasticsearchSchema schema) {
        this.memories = memories;
        this.records = records;
        this.schema = schema;
    }

    @Override
    public Optional<Space> active() {
        long now = System.nanoTime();
        Optional<Cluster.Doc> doc = records.get(ACTIVE);
        String switching = doc.map(
                        each -> each.source().path("data").path(SWITCHING).asText(SETTLED))
                .orElse(SETTLED);
        known = new Known(doc.map(each -> Records.data(each, Space.class)), now, switching);
        return known.space();
    }

    /** Store vectors while this server does not change the active model; those of another one are refused. */
    <T> T storing(List<Embedding> embeddings, Supplier<T> write) {
        return holding(changing.readLock(), () -> {
            Known last = known;
            if (!last.switching().equals(SETTLED) || !embeddings.stream().allMatch(each -> last.is(space(each)))) {
                Optional<Space> active = embeddings.isEmpty() ? Optional.empty() : active();
                embeddings.forEach(each -> check(each, active));
            }
            return write.get();
        });
    }

    /** Refuse a query of another model. One of the model that was active a second ago is answered: its vectors are kept. */
    void checkSearch(Embedding embedding) {
        if (!known.is(space(embedding))) {
            check(embedding, active());
        }
    }

    private static void check(Embedding embedding, Optional<Space> active) {
        if (!active.equals(Optional.of(space(embedding)))) {
            throw mismatch(active, space(embedding));
        }
    }

    private static MemoryException mismatch(Optional<Space> wanted, Space given) {
        return MemoryException.conflict(
                "embedding_model_mismatch",
                "vectors of "
                        + wanted.map(ElasticsearchEmbeddingSpaces::described).orElse("no model") + " are taken, not of "
                        + described(given));
    }

    private static String described(Space space) {
        return space.model() + " with " + space.dimension() + " dimensions";
    }

    private static Space space(Embedding embedding) {
        return new Space(embedding.model(), embedding.dimension());
    }

    private static <T> T holding(Lock lock, Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void activate(Space space) {
        schema.prepare(space);
        Optional<Space> before = active().filter(each -> !each.equals(space));
        before.ifPresent(this::announce);
        holding(changing.writeLock(), () -> {
            if (!active().equals(Optional.of(space))) {
                requireComplete(space);
                records.put(ACTIVE, there -> source(space, SETTLED));
            }
            return active();
        });
    }

    /**
     * Say that another model is about to take the place of the active one, and wait until every server knows: none then stores
     * without having looked which model is active. They go on looking until the switch is done, however often it is tried;
     * this takes them time and nothing else.
     */
    private synchronized void announce(Space active) {
        if (!known.switching().equals(announced.mark())) {
            String mark = Cluster.random();
            records.change(ACTIVE, doc -> Optional.of(source(active, mark)).filter(each -> names(doc, active)));
            announced = new Announced(mark, System.nanoTime());
        }
        while (System.nanoTime() - announced.at() <= TRUSTED_NANOS) {
            LockSupport.parkNanos(TRUSTED_NANOS / 10);
        }
    }

    private static boolean names(Cluster.Doc doc, Space space) {
        return Records.data(doc, Space.class).equals(space);
    }

    private static ObjectNode source(Space active, String switching) {
        ObjectNode source = Records.record("space", "", "active", active);
        source.withObject("/data").put(SWITCHING, switching);
        return source;
    }

    private void requireComplete(Space space) {
        boolean lacking = !missing(space, Optional.empty(), 1).isEmpty();
        if (lacking && memories.count(Optional.empty(), Queries.exists("spaces")) > 0) {
            throw MemoryException.conflict(
                    "embedding_space_incomplete", "some memories have no vectors of " + space.model() + " yet");
        }
    }

    @Override
    public List<Missing> missing(Space space, Optional<String> afterId, int limit) {
        memories.refreshes().all();
        List<Map<String, Object>> parts = new ArrayList<>();
        parts.add(unexpired());
        parts.add(Queries.not(has(space)));
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

    private Map<String, Object> unexpired() {
        return Queries.range("expires", Map.of("gt", memories.clock().instant().toEpochMilli()));
    }

    private static Map<String, Object> has(Space space) {
        return Queries.term("spaces", ElasticsearchSchema.key(space));
    }

    @Override
    public void fill(Space space, List<Filled> filled) {
        for (Filled each : filled) {
            if (!space(each.embedding()).equals(space)) {
                throw mismatch(Optional.of(space), space(each.embedding()));
            }
        }
        schema.prepare(space);
        Map<String, List<Filled>> byWorkspace = filled.stream()
                .collect(Collectors.groupingBy(
                        each -> each.workspace().workspace(), LinkedHashMap::new, Collectors.toList()));
        byWorkspace.forEach((workspace, part) -> holding(changing.readLock(), () -> {
            fill(workspace, ElasticsearchSchema.key(space), part);
            return null;
        }));
    }

    private void fill(String workspace, String key, List<Filled> filled) {
        List<Filled> open = filled;
        for (int i = 0; i < TRIES && !open.isEmpty(); i++) {
            open = tryToFill(workspace, key, open);
        }
        if (!open.isEmpty()) {
            throw Records.contended();
        }
    }

    /** Return those whose memory was changed between reading and writing. */
    private List<Filled> tryToFill(String workspace, String key, List<Filled> filled) {
        List<Optional<Cluster.Doc>> docs =
                memories.get(workspace, filled.stream().map(Filled::memory).toList(), Stored.ALL_FIELDS);
        List<Filled> fitting = new ArrayList<>();
        List<Cluster.Write> writes = new ArrayList<>();
        for (int i = 0; i < filled.size(); i++) {
            Filled each = filled.get(i);
            Optional<Cluster.Doc> doc = docs.get(i).filter(found -> lacks(Stored.read(found), key, each));
            if (doc.isPresent()) {
                fitting.add(each);
                writes.add(changed(doc.get(), vectors -> with(vectors, key, each.embedding())));
            }
        }
        List<Boolean> done = writes.isEmpty() ? List.of() : memories.write(writes);
        List<Filled> open = new ArrayList<>();
        for (int i = 0; i < done.size(); i++) {
            if (!done.get(i)) {
                open.add(fitting.get(i));
            }
        }
        return open;
    }

    private boolean lacks(Stored stored, String key, Filled filled) {
        return stored.memory().version() == filled.version()
                && memories.visible(stored.memory())
                && !stored.vectors().containsKey(key);
    }

    private static Cluster.Write changed(
            Cluster.Doc doc, Function<Map<String, Embedding>, Map<String, Embedding>> change) {
        Stored stored = Stored.read(doc);
        return Cluster.Write.replace(
                doc, stored.withVectors(change.apply(stored.vectors())).source());
    }

    private static Map<String, Embedding> with(Map<String, Embedding> vectors, String key, Embedding embedding) {
        Map<String, Embedding> more = new LinkedHashMap<>(vectors);
        more.put(key, embedding);
        return more;
    }

    private static Map<String, Embedding> without(Map<String, Embedding> vectors, String key) {
        Map<String, Embedding> fewer = new LinkedHashMap<>(vectors);
        fewer.remove(key);
        return fewer;
    }

    @Override
    public Coverage coverage(Space space) {
        memories.refreshes().all();
        return new Coverage(
                memories.count(Optional.empty(), Queries.all(List.of(unexpired(), has(space)))),
                memories.count(Optional.empty(), unexpired()));
    }

    @Override
    public void discard(Space space) {
        boolean more = true;
        while (more) {
            more = holding(changing.readLock(), () -> discardSome(space));
        }
    }

    /** Return whether there were any. */
    private boolean discardSome(Space space) {
        if (active().equals(Optional.of(space))) {
            throw MemoryException.conflict(
                    "embedding_space_active", "the vectors of the active model " + space.model() + " are needed");
        }
        String key = ElasticsearchSchema.key(space);
        memories.refreshes().all();
        List<Cluster.Doc> page =
                memories.find(Optional.empty(), has(space), List.of(Map.of("_doc", "asc")), PAGE, Stored.ALL_FIELDS);
        // one that was changed meanwhile is found again
        memories.write(page.stream()
                .map(doc -> changed(doc, vectors -> without(vectors, key)))
                .toList());
        return !page.isEmpty();
    }
}
