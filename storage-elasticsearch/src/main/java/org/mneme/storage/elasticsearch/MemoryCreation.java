package org.mneme.storage.elasticsearch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mneme.api.Memory;
import org.mneme.spi.storage.Written;

/** Store memories that are new, each unless its id is taken. */
final class MemoryCreation {

    private static final int TRIES = 100;

    private final Memories memories;
    private final MemoryEraser eraser;

    MemoryCreation(Memories memories, MemoryEraser eraser) {
        this.memories = memories;
        this.eraser = eraser;
    }

    /**
     * Store memories in one request.
     *
     * @param again runs before anything is sent again
     */
    List<Written> createAll(String workspace, List<Stored> stored, Runnable again) {
        List<Boolean> created =
                memories.write(stored.stream().map(Memories::create).toList(), again);
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            written.add(
                    created.get(i)
                            ? new Written(stored.get(i).memory(), Written.Outcome.CREATED, List.of())
                            : create(workspace, stored.get(i), again));
        }
        return written;
    }

    /** Store a memory, unless its id is taken by one that has not expired. */
    Written create(String workspace, Stored stored, Runnable again) {
        for (int i = 0; i < TRIES; i++) {
            if (memories.write(Memories.create(stored), again)) {
                return created(stored);
            }
            Optional<Cluster.Doc> there =
                    memories.get(workspace, stored.memory().id());
            if (there.isEmpty()) {
                continue;
            }
            Memory present = Stored.memory(there.get());
            if (memories.visible(present)) {
                return new Written(present, Written.Outcome.REPEATED, List.of());
            }
            eraser.traces(workspace, List.of(present));
            if (memories.write(Cluster.Write.replace(there.get(), stored.source()), again)) {
                return created(stored);
            }
        }
        throw Records.contended();
    }

    private static Written created(Stored stored) {
        return new Written(
                stored.memory(), Written.Outcome.CREATED, stored.memory().supersedes());
    }
}
