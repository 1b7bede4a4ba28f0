package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.mneme.index.DerivedIndex;
import org.mneme.index.IndexChange;
import org.mneme.index.IndexRebuild;
import org.mneme.spi.storage.EmbeddingSpaces.Space;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Read from the database what indexes lack: everything, or what changed since a tick. Holds a page of it at a time. */
final class IndexFiller {

    private static final Logger LOG = LoggerFactory.getLogger(IndexFiller.class);
    private static final int PAGE = 2_000;

    private final Durability disk;

    IndexFiller(Durability disk) {
        this.disk = disk;
    }

    /** Replace the whole content of indexes; those of vectors are all of the one model. */
    void rebuild(Connection connection, List<DerivedIndex> indexes, Optional<Space> space) throws SQLException {
        if (indexes.isEmpty()) {
            return;
        }
        long began = System.nanoTime();
        Map<String, Long> clocks = new HashMap<>();
        WorkspaceClocks.readAll(connection).forEach((workspace, reading) -> clocks.put(workspace, reading.now()));
        disk.await();
        List<IndexRebuild> rebuilds = new ArrayList<>();
        try {
            indexes.forEach(index -> rebuilds.add(index.rebuild()));
            long memories = 0;
            for (String workspace : clocks.keySet()) {
                memories += add(connection, workspace, space, rebuilds);
            }
            rebuilds.forEach(rebuild -> rebuild.complete(clocks));
            if (!clocks.isEmpty()) {
                LOG.info("Rebuilt {} of {} memories in {} ms", names(indexes), memories, millisSince(began));
            }
        } finally {
            rebuilds.forEach(IndexRebuild::close);
        }
    }

    private static String names(List<DerivedIndex> indexes) {
        return String.join(
                " and ",
                indexes.stream().map(index -> index.getClass().getSimpleName()).toList());
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static long add(Connection connection, String workspace, Optional<Space> space, List<IndexRebuild> rebuilds)
            throws SQLException {
        long added = 0;
        String last = "";
        while (true) {
            List<MemoryEntity> page = MemoryRows.pageAfter(connection, workspace, last, PAGE);
            for (IndexChange.Put memory : describe(connection, workspace, page, space)) {
                rebuilds.forEach(rebuild -> rebuild.add(memory));
            }
            added += page.size();
            if (page.size() < PAGE) {
                return added;
            }
            last = page.get(page.size() - 1).id;
        }
    }

    private static List<IndexChange.Put> describe(
            Connection connection, String workspace, List<MemoryEntity> memories, Optional<Space> space)
            throws SQLException {
        Map<String, List<float[]>> vectors = space.isEmpty()
                ? Map.of()
                : MemoryRows.vectors(
                        connection,
                        workspace,
                        space.get(),
                        memories.stream().map(memory -> memory.id).toList());
        return memories.stream()
                .map(memory -> IndexTerms.put(memory, vectors.getOrDefault(memory.id, List.of())))
                .toList();
    }

    /**
     * Apply to indexes what changed in a workspace after one tick up to another, which is committed.
     *
     * <p>Memories are applied as they are now: an index passes over what it has already, and the ticks that follow bring
     * the same state again.
     */
    void catchUp(
            Connection connection,
            List<DerivedIndex> indexes,
            Optional<Space> space,
            String workspace,
            long after,
            long until)
            throws SQLException {
        // an index must never know what a crash could take back from the database
        disk.await();
        long from = after;
        while (from < until) {
            long to = WorkspaceClocks.lastOfPage(connection, workspace, from, until, PAGE);
            SortedMap<Long, Set<String>> ticks = WorkspaceClocks.changes(connection, workspace, from, to);
            Map<String, IndexChange> now = now(connection, workspace, space, ticks);
            ticks.forEach((clock, ids) -> {
                List<IndexChange> changes = ids.stream().map(now::get).toList();
                indexes.forEach(index -> index.apply(workspace, clock, changes));
            });
            indexes.forEach(index -> index.advance(workspace, to));
            from = to;
        }
    }

    private static Map<String, IndexChange> now(
            Connection connection, String workspace, Optional<Space> space, SortedMap<Long, Set<String>> ticks)
            throws SQLException {
        Set<String> ids = new HashSet<>();
        ticks.values().forEach(ids::addAll);
        Map<String, IndexChange> now = new HashMap<>();
        ids.forEach(id -> now.put(id, new IndexChange.Remove(id)));
        List<MemoryEntity> found =
                List.copyOf(MemoryRows.load(connection, workspace, ids).values());
        describe(connection, workspace, found, space).forEach(put -> now.put(put.id(), put));
        return now;
    }
}
