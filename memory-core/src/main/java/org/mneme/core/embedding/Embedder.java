package org.mneme.core.embedding;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.storage.EmbeddingSpaces;

/**
 * Turn texts into vectors of the active model, and check what the model returns.
 *
 * <p>A second model may be open beside the active one. The store says which of them is active, and may change its mind at
 * any time, on this server or another; it refuses vectors of the other one. Work that makes vectors and gives them to the
 * store is therefore done by {@link #following}, which learns of such a change and does the work again.
 *
 * <p>Vectors of recent queries are kept, because people and agents ask the same again. Safe for several threads.
 */
public final class Embedder {

    private static final String MISMATCH = "embedding_model_mismatch";
    private static final int TRIES = 4;

    private final List<CheckedModel> models;
    private final Supplier<Optional<EmbeddingSpaces.Space>> inStore;
    private final ReentrantReadWriteLock switching = new ReentrantReadWriteLock(true);
    private volatile CheckedModel active;

    /** Use one model, keeping the vectors of up to {@code cachedQueries} queries. */
    public Embedder(EmbeddingModel model, int cachedQueries) {
        this(List.of(model), cachedQueries, Optional::empty);
    }

    /**
     * Use whichever of some models is active, keeping the vectors of up to {@code cachedQueries} queries of each.
     *
     * @param models those that are open, of different ids; the first is active until {@link #follow} says otherwise
     * @param inStore asks the store for its active model; empty in a store that was never used
     */
    public Embedder(List<EmbeddingModel> models, int cachedQueries, Supplier<Optional<EmbeddingSpaces.Space>> inStore) {
        this.models = models.stream()
                .map(model -> new CheckedModel(model, cachedQueries))
                .toList();
        this.inStore = inStore;
        this.active = this.models.get(0);
    }

    /** Return the active model's id and dimension. */
    public EmbeddingSpaces.Space space() {
        return active.space();
    }

    /** Return the ids and dimensions of all open models, in the order given. */
    public List<EmbeddingSpaces.Space> spaces() {
        return models.stream().map(CheckedModel::space).toList();
    }

    /** Embed the content of a memory. */
    public Embedding memory(String content) {
        return memories(List.of(content)).get(0);
    }

    /** Embed the contents of memories, in order, all by one model. */
    public List<Embedding> memories(List<String> contents) {
        return active.memories(contents);
    }

    /** Embed the contents of memories by an open model, active or not. */
    public List<Embedding> memories(List<String> contents, EmbeddingSpaces.Space space) {
        return open(space).memories(contents);
    }

    /** Embed a query: one vector, from the cache if it was asked lately. */
    public Embedding query(String text) {
        return active.query(text);
    }

    /** Embed a query by an open model, active or not, to compare it with vectors of that model. */
    public Embedding query(String text, EmbeddingSpaces.Space space) {
        return open(space).query(text);
    }

    private CheckedModel open(EmbeddingSpaces.Space space) {
        return find(space)
                .orElseThrow(() -> MemoryException.unavailable(
                        "embedding_model_changed",
                        "The memories are searched by " + space.model() + ", which this server is not configured with.",
                        Duration.ofSeconds(30),
                        null));
    }

    private Optional<CheckedModel> find(EmbeddingSpaces.Space space) {
        return models.stream().filter(model -> model.space().equals(space)).findFirst();
    }

    /**
     * Use from now on the model that is active in the store.
     *
     * @throws MemoryException of kind {@code UNAVAILABLE} if it is not open here
     */
    public void follow() {
        inStore.get().ifPresent(space -> active = open(space));
    }

    /**
     * Do work that makes vectors and gives them to the store, and do it again if the store has another model by then.
     *
     * @param work makes its vectors anew whenever it is asked, and has had no effect if the store refuses them
     */
    public <T> T following(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (MemoryException e) {
                if (!e.code().equals(MISMATCH) || attempt == TRIES) {
                    throw e;
                }
                follow();
            }
        }
    }

    /** Store something while this server does not switch. Waits for as long as a switch takes, some tenths of a second. */
    public <T> T storing(Supplier<T> write) {
        switching.readLock().lock();
        try {
            return write.get();
        } finally {
            switching.readLock().unlock();
        }
    }

    /** Do the last steps of a switch while this server stores nothing, so that none of its writes is left behind. */
    public <T> T switching(Supplier<T> steps) {
        switching.writeLock().lock();
        try {
            return steps.get();
        } finally {
            switching.writeLock().unlock();
        }
    }
}
