package org.mneme.storage.elasticsearch;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.mneme.api.Memory;

/** Tell memories which other took their place, or whose place they took; done twice, it changes nothing the second time. */
final class Succession {

    private static final int TRIES = 100;

    private final Memories memories;

    Succession(Memories memories) {
        this.memories = memories;
    }

    /**
     * Tell the others of a memory's place among them.
     *
     * @param changed gets what they are now
     * @param again runs before anything is sent again
     */
    void tell(String workspace, Memory memory, Map<String, Stored> changed, Runnable again) {
        memory.supersededBy()
                .ifPresent(by -> change(workspace, by, changed, again, successor -> of(successor, memory)));
        if (memory.status() == Memory.Status.ACTIVE) {
            memory.supersedes().forEach(id -> change(workspace, id, changed, again, old -> history(old, memory.id())));
        }
    }

    private static Memory of(Memory successor, Memory memory) {
        return successor.supersedes().contains(memory.id())
                ? successor
                : successor.toBuilder()
                        .supersedes(Stream.concat(successor.supersedes().stream(), Stream.of(memory.id()))
                                .toList())
                        .build();
    }

    /** Return a memory as history that another one has taken the place of, which what is history already stays as it is. */
    static Memory history(Memory old, String by) {
        return old.status() == Memory.Status.SUPERSEDED
                ? old
                : old.toBuilder()
                        .status(Memory.Status.SUPERSEDED)
                        .supersededBy(by)
                        .build();
    }

    private void change(
            String workspace, String id, Map<String, Stored> changed, Runnable again, UnaryOperator<Memory> change) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Cluster.Doc> doc = memories.get(workspace, id);
            if (doc.isEmpty()) {
                return;
            }
            Stored before = Stored.read(doc.get());
            Memory after = change.apply(before.memory());
            if (after == before.memory()
                    || memories.write(
                            Cluster.Write.replace(doc.get(), before.with(after).source()), again)) {
                changed.put(id, before.with(after));
                return;
            }
        }
        throw Records.contended();
    }
}
