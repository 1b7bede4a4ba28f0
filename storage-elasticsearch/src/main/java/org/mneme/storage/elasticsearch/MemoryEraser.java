package org.mneme.storage.elasticsearch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.mneme.api.Filter;
import org.mneme.api.Job;
import org.mneme.api.Memory;
import org.mneme.api.Scope;

/**
 * Delete memories with everything that holds their content.
 *
 * <p>What is elsewhere goes first, the memory's own document last: a server that dies in between leaves a memory that can be
 * deleted again, and no remains of one that is gone.
 */
final class MemoryEraser {

    private static final int PAGE = 500;

    private final Memories memories;
    private final Records records;

    MemoryEraser(Memories memories, Records records) {
        this.memories = memories;
        this.records = records;
    }

    boolean delete(Scope scope, String id) {
        while (true) {
            Optional<Cluster.Doc> doc = memories.get(scope.workspace(), List.of(id), Stored.MEMORY_FIELDS)
                    .get(0);
            Optional<Memory> memory =
                    doc.map(Stored::memory).filter(each -> scope.covers(each.scope()) && memories.visible(each));
            if (memory.isEmpty()) {
                return false;
            }
            traces(scope.workspace(), List.of(memory.get()));
            if (memories.write(Cluster.Write.delete(doc.get()))) {
                return true;
            }
        }
    }

    long deleteAll(Scope scope, Filter filter) {
        memories.fresh(scope.workspace());
        Map<String, Object> query =
                FilterQueries.of(scope, filter, memories.clock().instant());
        return deleteFound(
                Optional.of(scope.workspace()),
                query,
                memory -> scope.covers(memory.scope()) && memories.visible(memory) && filter.test(memory),
                Integer.MAX_VALUE);
    }

    /** Delete every memory of a workspace, expired or not. */
    void deleteWorkspace(String workspace) {
        memories.fresh(workspace);
        deleteFound(Optional.of(workspace), Queries.term("ws", workspace), memory -> true, Integer.MAX_VALUE);
    }

    int deleteExpired(int limit) {
        memories.refreshes().all();
        long now = memories.clock().instant().toEpochMilli();
        return (int) deleteFound(
                Optional.empty(),
                Queries.range("expires", Map.of("lte", now)),
                memory -> !memories.visible(memory),
                limit);
    }

    private long deleteFound(
            Optional<String> workspace, Map<String, Object> query, Predicate<Memory> meant, int limit) {
        long deleted = 0;
        while (deleted < limit) {
            int size = (int) Math.min(PAGE, limit - deleted);
            List<Cluster.Doc> page =
                    memories.find(workspace, query, List.of(Map.of("_doc", "asc")), size, Stored.MEMORY_FIELDS);
            if (page.isEmpty()) {
                return deleted;
            }
            deleted += deletePage(page, meant);
            workspace.ifPresentOrElse(memories::fresh, memories.refreshes()::all);
        }
        return deleted;
    }

    private long deletePage(List<Cluster.Doc> page, Predicate<Memory> meant) {
        long deleted = 0;
        for (String workspace :
                page.stream().map(Cluster.Doc::routing).distinct().toList()) {
            List<Cluster.Doc> mine = page.stream()
                    .filter(doc -> doc.routing().equals(workspace) && meant.test(Stored.memory(doc)))
                    .toList();
            if (!mine.isEmpty()) {
                traces(workspace, mine.stream().map(Stored::memory).toList());
                // one that has changed meanwhile is found again, if it is still meant
                deleted += memories
                        .write(mine.stream().map(Cluster.Write::delete).toList())
                        .stream()
                        .filter(each -> each)
                        .count();
            }
        }
        return deleted;
    }

    /** Delete what others keep of memories: deliveries, answers, the failed jobs that left them. */
    void traces(String workspace, List<Memory> gone) {
        List<String> ids = gone.stream().map(Memory::id).toList();
        records.removeAll(Queries.all(List.of(
                Queries.term("kind", ElasticsearchDeliveryStore.KIND),
                Queries.term("ws", workspace),
                Queries.terms("memory", ids))));
        for (Cluster.Doc answer : answers(workspace, ids)) {
            records.change(answer.id(), ElasticsearchIdempotencyStore::erased);
        }
        for (String job : gone.stream()
                .flatMap(memory -> memory.sourceJob().stream())
                .distinct()
                .toList()) {
            records.get(ElasticsearchJobStore.id(workspace, job))
                    .filter(doc -> doc.source().path("state").asText().equals(Job.State.FAILED.name()))
                    .ifPresent(records::remove);
        }
    }

    private List<Cluster.Doc> answers(String workspace, List<String> ids) {
        return new ArrayList<>(records.find(
                Queries.all(List.of(
                        Queries.term("kind", ElasticsearchIdempotencyStore.KIND),
                        Queries.term("ws", workspace),
                        Queries.terms("memories", ids))),
                List.of(Map.of("_doc", "asc")),
                10_000));
    }
}
