package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Embedding;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.EmbeddingSpaces.Space;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Reconciliation.Decision;
import org.mneme.spi.storage.Written;

/**
 * Write memories inside a transaction.
 *
 * <p>Locks: whatever touches a memory that is there holds the workspace's clock from its beginning, so that no two of them
 * meet. Plain inserts touch nothing that is there, run side by side, and tick the clock at their end.
 */
final class MemoryWriter {

    private final ActiveSpaces spaces;
    private final Neighbourhood neighbourhood;
    private final MemoryReader reader;

    MemoryWriter(ActiveSpaces spaces, Neighbourhood neighbourhood, MemoryReader reader) {
        this.spaces = spaces;
        this.neighbourhood = neighbourhood;
        this.reader = reader;
    }

    Changed<List<Written>> write(Tx tx, String workspace, List<MemoryWrite> writes) throws SQLException {
        Connection connection = tx.jdbc();
        boolean reconciled =
                writes.stream().anyMatch(write -> write.reconciliation().isPresent());
        Optional<Space> space = activate(connection, writes);
        if (reconciled) {
            long clock = WorkspaceClocks.hold(connection, workspace);
            neighbourhood.prepare(connection, workspace, clock, space);
        }
        MemoryBatch batch = new MemoryBatch(connection, workspace, space, reader.now());
        batch.read(writes.stream().map(write -> write.memory().id()).toList());
        List<Written> written = new ArrayList<>(writes.size());
        for (MemoryWrite write : writes) {
            written.add(write(tx, batch, write));
        }
        return batch.finish(written);
    }

    /** Return the active model, after checking that every embedding is of it. */
    private Optional<Space> activate(Connection connection, List<MemoryWrite> writes) throws SQLException {
        Optional<Space> space = spaces.keep(connection);
        for (MemoryWrite write : writes) {
            if (write.embedding().isPresent()) {
                space = Optional.of(
                        ActiveSpaces.check(connection, space, write.embedding().get()));
            }
        }
        return space;
    }

    private Written write(Tx tx, MemoryBatch batch, MemoryWrite write) throws SQLException {
        Optional<MemoryEntity> stored = batch.get(write.memory().id());
        if (stored.isPresent()) {
            return written(stored.get().toMemory(), Written.Outcome.REPEATED);
        }
        if (write.reconciliation().isEmpty()) {
            return insert(batch, write, write.memory(), List.of());
        }
        Reconciliation reconciliation = write.reconciliation().get();
        List<Reconciliation.Neighbour> neighbours =
                neighbourhood.find(tx, batch, write.memory(), write.embedding(), reconciliation);
        Decision decision = reconciliation.decider().decide(neighbours);
        return carryOut(batch, write, neighbours, decision);
    }

    private static Written carryOut(
            MemoryBatch batch, MemoryWrite write, List<Reconciliation.Neighbour> neighbours, Decision decision) {
        if (decision instanceof Decision.Keep keep) {
            return written(neighbour(neighbours, keep.id()), Written.Outcome.KEPT);
        }
        if (decision instanceof Decision.Replace replace) {
            Memory former = neighbour(neighbours, replace.id());
            Memory taken = batch.change(takenOver(former, write.memory()), write.embedding(), replace.keepVersion());
            return written(taken, Written.Outcome.REPLACED);
        }
        if (decision instanceof Decision.Supersede supersede) {
            return supersede(batch, write, neighbours, supersede.ids());
        }
        if (decision instanceof Decision.Precede precede) {
            return precede(batch, write, neighbour(neighbours, precede.id()));
        }
        return insert(batch, write, write.memory(), List.of());
    }

    private static Written written(Memory memory, Written.Outcome outcome) {
        return new Written(memory, outcome, List.of());
    }

    private static Written insert(MemoryBatch batch, MemoryWrite write, Memory memory, List<String> superseded) {
        Memory stored = batch.add(memory, write.embedding(), write.deliveries());
        return new Written(stored, Written.Outcome.CREATED, superseded);
    }

    private static Written supersede(
            MemoryBatch batch, MemoryWrite write, List<Reconciliation.Neighbour> neighbours, List<String> ids) {
        Memory memory = write.memory();
        for (String id : ids) {
            Memory history = neighbour(neighbours, id).toBuilder()
                    .status(Memory.Status.SUPERSEDED)
                    .supersededBy(memory.id())
                    .updatedAt(memory.updatedAt())
                    .build();
            batch.change(history, Optional.empty(), false);
        }
        Set<String> all = new LinkedHashSet<>(memory.supersedes());
        all.addAll(ids);
        Memory successor = memory.toBuilder().supersedes(List.copyOf(all)).build();
        return insert(batch, write, successor, List.copyOf(ids));
    }

    private static Written precede(MemoryBatch batch, MemoryWrite write, Memory successor) {
        Memory history = write.memory().toBuilder()
                .status(Memory.Status.SUPERSEDED)
                .supersededBy(successor.id())
                .build();
        Set<String> all = new LinkedHashSet<>(successor.supersedes());
        all.add(history.id());
        batch.change(successor.toBuilder().supersedes(List.copyOf(all)).build(), Optional.empty(), false);
        return written(batch.add(history, write.embedding(), List.of()), Written.Outcome.CREATED);
    }

    private static Memory neighbour(List<Reconciliation.Neighbour> neighbours, String id) {
        return neighbours.stream()
                .map(Reconciliation.Neighbour::memory)
                .filter(memory -> memory.id().equals(id))
                .findFirst()
                .orElseThrow(() -> MemoryException.defect("decided about a memory that is no neighbour: " + id, null));
    }

    /** Put what {@link Decision.Replace} names into a former memory; whose job and role it was stays. */
    private static Memory takenOver(Memory former, Memory memory) {
        return former.toBuilder()
                .content(memory.content())
                .tags(memory.tags())
                .metadata(memory.metadata())
                .type(memory.type())
                .entities(memory.entities())
                .importance(memory.importance())
                .confidence(memory.confidence())
                .documentDate(memory.documentDate().orElse(null))
                .eventDate(memory.eventDate().orElse(null))
                .expiresAt(memory.expiresAt().orElse(null))
                .updatedAt(memory.updatedAt())
                .version(former.version() + 1)
                .build();
    }

    Changed<Optional<Memory>> update(Tx tx, Scope scope, MemoryUpdate update) throws SQLException {
        Connection connection = tx.jdbc();
        String workspace = scope.workspace();
        Optional<Space> space = spaces.keep(connection);
        if (update.embedding().isPresent()) {
            Embedding embedding = update.embedding().get();
            space = Optional.of(ActiveSpaces.check(connection, space, embedding));
        }
        WorkspaceClocks.hold(connection, workspace);
        MemoryBatch batch = new MemoryBatch(connection, workspace, space, reader.now());
        batch.read(List.of(update.memory().id()));
        Optional<MemoryEntity> stored = batch.get(update.memory().id()).filter(memory -> reader.isMeant(memory, scope));
        if (stored.isEmpty()) {
            return batch.finish(Optional.empty());
        }
        if (stored.get().version != update.expectedVersion()) {
            throw MemoryException.conflict(
                    "version_mismatch",
                    "the memory has version " + stored.get().version + ", not " + update.expectedVersion());
        }
        Memory changed = update.memory().toBuilder()
                .createdAt(Millis.instant(stored.get().createdAt))
                .version(stored.get().version + 1)
                .build();
        return batch.finish(Optional.of(batch.change(changed, update.embedding(), true)));
    }
}
