package org.mneme.storage.elasticsearch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Written;

/** Store and change memories: each with all it causes in one document, decided under the guard of its workspace. */
final class MemoryWriter {

    private static final int TRIES = 100;

    private final Memories memories;
    private final MemoryBatch.Tools tools;
    private final WorkspaceGuard guard;

    MemoryWriter(Memories memories, MemorySearch search, MemoryEraser eraser, WorkspaceGuard guard) {
        this.memories = memories;
        this.tools =
                new MemoryBatch.Tools(memories, search, new MemoryCreation(memories, eraser), new Succession(memories));
        this.guard = guard;
    }

    List<Written> write(Scope scope, List<MemoryWrite> writes) {
        String workspace = scope.workspace();
        if (writes.stream().allMatch(write -> write.reconciliation().isEmpty())) {
            return tools.creation()
                    .createAll(
                            workspace,
                            writes.stream()
                                    .map(write -> Stored.of(write.memory(), write.embedding(), write.deliveries()))
                                    .toList(),
                            () -> {});
        }
        return guard.under(
                workspace,
                note -> finish(workspace, note),
                held -> new MemoryBatch(tools, workspace, writes, held).carriedOut());
    }

    /** Finish what a former holder of the guard was about to do for a memory. */
    private void finish(String workspace, String id) {
        memories.get(workspace, id)
                .ifPresent(
                        doc -> tools.succession().tell(workspace, Stored.memory(doc), new LinkedHashMap<>(), () -> {}));
    }

    Optional<Memory> update(Scope scope, MemoryUpdate update) {
        String workspace = scope.workspace();
        for (int i = 0; i < TRIES; i++) {
            Optional<Cluster.Doc> doc =
                    memories.get(workspace, update.memory().id()).filter(each -> memories.visible(Stored.memory(each)));
            if (doc.isEmpty() || !scope.covers(Stored.memory(doc.get()).scope())) {
                return Optional.empty();
            }
            Stored before = Stored.read(doc.get());
            if (before.memory().version() != update.expectedVersion()) {
                throw MemoryException.conflict("version_conflict", "the memory has changed meanwhile");
            }
            Memory after = update.memory().toBuilder()
                    .version(before.memory().version() + 1)
                    .build();
            if (memories.write(Cluster.Write.replace(
                    doc.get(), before.with(after, update.embedding(), true).source()))) {
                return Optional.of(after);
            }
        }
        throw Records.contended();
    }
}
