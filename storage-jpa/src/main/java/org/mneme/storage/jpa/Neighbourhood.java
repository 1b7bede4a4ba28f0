package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mneme.api.ContentHash;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.index.IndexFilter;
import org.mneme.index.IndexHit;
import org.mneme.index.IndexQuery;
import org.mneme.spi.storage.EmbeddingSpaces.Space;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Reconciliation.Neighbour;

/** Find what is near a new memory: by the vector index, by the content hash, and among what the same call writes. */
final class Neighbourhood {

    /** An index computes with floats: it is asked for this much more than wanted, and what it finds is computed again. */
    private static final double ROUNDING = 1e-5;

    private static final Comparator<Neighbour> BEST_FIRST = Comparator.comparingDouble(Neighbour::similarity)
            .reversed()
            .thenComparing(neighbour -> neighbour.memory().id());

    private final JpaIndexes indexes;
    private final MemoryReader reader;

    Neighbourhood(JpaIndexes indexes, MemoryReader reader) {
        this.indexes = indexes;
        this.reader = reader;
    }

    /** Bring the index up to a clock that is held, so that it knows everything that was committed. */
    void prepare(Connection connection, String workspace, long clock, Optional<Space> space) throws SQLException {
        indexes.require(connection, space);
        indexes.catchUp(connection, workspace, clock);
    }

    List<Neighbour> find(
            Tx tx, MemoryBatch batch, Memory memory, Optional<Embedding> embedding, Reconciliation reconciliation)
            throws SQLException {
        Scope within = reconciliation.within();
        double floor = reconciliation.floor();
        String hash = ContentHash.of(memory.content());
        Set<String> changed = batch.changed().stream().map(entity -> entity.id).collect(Collectors.toSet());
        Set<String> candidates = new HashSet<>(changed);
        if (embedding.isPresent() && floor <= 1) {
            candidates.addAll(nearest(embedding.get(), within, floor, reconciliation.limit(), changed));
        }
        candidates.addAll(sameContent(tx, within, hash, reconciliation.limit() + changed.size()));
        batch.read(candidates);

        List<MemoryEntity> possible = candidates.stream()
                .flatMap(id -> batch.get(id).stream())
                .filter(entity -> entity.active && reader.isMeant(entity, within))
                .toList();
        Map<String, List<float[]>> vectors = embedding.isEmpty()
                ? Map.of()
                : batch.windows(possible.stream().map(entity -> entity.id).toList());
        return possible.stream()
                .map(entity -> new Neighbour(
                        entity.toMemory(),
                        similarity(embedding, vectors.getOrDefault(entity.id, List.of())),
                        entity.contentHash.equals(hash)))
                .filter(neighbour -> neighbour.sameContent() || floor <= 1 && neighbour.similarity() >= floor)
                .sorted(BEST_FIRST)
                .limit(reconciliation.limit())
                .toList();
    }

    /** Return the ids of the nearest memories, those of changed ones excepted: the index does not know them yet. */
    private Set<String> nearest(
            Embedding embedding, Scope within, double floor, int limit, Collection<String> changed) {
        IndexFilter meant = IndexTerms.filter(within, Filter.active());
        IndexFilter filter = changed.isEmpty()
                ? meant
                : IndexFilter.and(meant, IndexFilter.not(new IndexFilter.Ids(Set.copyOf(changed))));
        float least = (float) Math.max(-1, floor - ROUNDING);
        IndexQuery query = new IndexQuery(within.workspace(), filter, reader.now(), limit, least);
        return indexes.use(live -> live.vectors().stream()
                .flatMap(vectors ->
                        embedding.windows().stream().flatMap(window -> vectors.index().search(window, query).stream()))
                .map(IndexHit::id)
                .collect(Collectors.toSet()));
    }

    /** The same content has the same vectors, so the first by id are the best. */
    private Set<String> sameContent(Tx tx, Scope within, String hash, int limit) {
        FilterJpql jpql = new FilterJpql(within, Filter.active(), reader.now());
        String text = "select m.id from Memory m where " + jpql.where("m.contentHash = :hash") + " order by m.id";
        return new HashSet<>(jpql.bind(tx.em().createQuery(text, String.class))
                .setParameter("hash", hash)
                .setMaxResults(limit)
                .getResultList());
    }

    private static double similarity(Optional<Embedding> embedding, List<float[]> windows) {
        double best = -1;
        for (float[] mine : embedding.map(Embedding::windows).orElse(List.of())) {
            for (float[] other : windows) {
                best = Math.max(best, cosine(mine, other));
            }
        }
        return best;
    }

    /** Both have unit length up to the rounding of floats, which must not keep a text from being the same as itself. */
    private static double cosine(float[] a, float[] b) {
        if (Arrays.equals(a, b)) {
            return 1;
        }
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot;
    }
}
