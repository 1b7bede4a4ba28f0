package org.mneme.index;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What an index should answer, computed the slow way. */
final class ModelIndex {

    private final Map<String, Map<String, IndexChange.Put>> workspaces = new HashMap<>();

    void put(IndexChange.Put put) {
        workspaces
                .computeIfAbsent(put.memory().workspace(), name -> new TreeMap<>())
                .put(put.id(), put);
    }

    void remove(String workspace, String id) {
        workspaces.getOrDefault(workspace, Map.of()).remove(id);
    }

    Collection<IndexChange.Put> all(String workspace) {
        return workspaces.getOrDefault(workspace, Map.of()).values();
    }

    List<IndexChange.Put> visible(String workspace, IndexFilter filter, long now) {
        return all(workspace).stream()
                .filter(put -> put.memory().expiresAt() == 0 || put.memory().expiresAt() > now)
                .filter(put -> passes(filter, put.memory()))
                .toList();
    }

    List<IndexHit> search(float[] vector, IndexQuery query) {
        float[] unit = VectorMath.unit(vector, vector.length);
        return visible(query.workspace(), query.filter(), query.now()).stream()
                .filter(put -> !put.vectors().isEmpty())
                .map(put -> new IndexHit(put.id(), best(unit, put.vectors())))
                .filter(hit -> hit.score() >= query.minScore())
                .sorted(IndexHit.BEST_FIRST)
                .limit(query.limit())
                .toList();
    }

    private static float best(float[] unit, List<float[]> vectors) {
        float best = -1;
        for (float[] vector : vectors) {
            best = Math.max(best, VectorMath.cosine(unit, VectorMath.unit(vector, vector.length)));
        }
        return best;
    }

    static boolean passes(IndexFilter filter, IndexedMemory memory) {
        if (filter instanceof IndexFilter.Term term) {
            return memory.terms().contains(term.term());
        }
        if (filter instanceof IndexFilter.AnyTerm any) {
            return any.terms().stream().anyMatch(memory.terms()::contains);
        }
        if (filter instanceof IndexFilter.And and) {
            return and.filters().stream().allMatch(each -> passes(each, memory));
        }
        if (filter instanceof IndexFilter.Or or) {
            return or.filters().stream().anyMatch(each -> passes(each, memory));
        }
        if (filter instanceof IndexFilter.Not not) {
            return !passes(not.filter(), memory);
        }
        if (filter instanceof IndexFilter.CreatedRange range) {
            return memory.createdAt() >= range.from() && memory.createdAt() < range.to();
        }
        if (filter instanceof IndexFilter.UpdatedRange range) {
            return memory.updatedAt() >= range.from() && memory.updatedAt() < range.to();
        }
        if (filter instanceof IndexFilter.Ids ids) {
            return ids.ids().contains(memory.id());
        }
        return true;
    }

    static Set<String> ids(List<IndexHit> hits) {
        return Set.copyOf(hits.stream().map(IndexHit::id).toList());
    }
}
