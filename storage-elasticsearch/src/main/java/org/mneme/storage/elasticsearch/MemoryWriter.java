package org.mneme.storage.elasticsearch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.mneme.api.ContentHash;
import org.mneme.api.Delivery;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Reconciliation.Decision;
import org.mneme.spi.storage.Reconciliation.Neighbour;
import org.mneme.spi.storage.Written;

/** Store and change memories: each with all it causes in one document, decided under the guard of its workspace. */
final class MemoryWriter {

    private static final int TRIES = 100;
    /** For how many writes neighbours are looked for at once. */
    private static final int AHEAD = 25;

    private final Memories memories;
    private final MemorySearch search;
    private final MemoryEraser eraser;
    private final WorkspaceGuard guard;

    MemoryWriter(Memories memories, MemorySearch search, MemoryEraser eraser, WorkspaceGuard guard) {
        this.memories = memories;
        this.search = search;
        this.eraser = eraser;
        this.guard = guard;
    }

    List<Written> write(Scope scope, List<MemoryWrite> writes) {
        String workspace = scope.workspace();
        if (writes.stream().allMatch(write -> write.reconciliation().isEmpty())) {
            return createAll(
                    workspace,
                    writes.stream()
                            .map(write -> Stored.of(write.memory(), write.embedding(), write.deliveries()))
                            .toList());
        }
        return guard.under(
                workspace, note -> finish(workspace, note), held -> new Batch(workspace, writes, held).carriedOut());
    }

    /**
     * Writes that are decided one after the other. What is simply stored beside the others waits, so that many such writes
     * are one request; whoever is decided meanwhile sees it.
     */
    private final class Batch {
        private final String workspace;
        private final List<MemoryWrite> writes;
        private final WorkspaceGuard.Held held;
        private final Written[] written;
        private final Map<Integer, Stored> waiting = new LinkedHashMap<>();
        private final Map<String, Stored> changed = new LinkedHashMap<>();

        Batch(String workspace, List<MemoryWrite> writes, WorkspaceGuard.Held held) {
            this.workspace = workspace;
            this.writes = writes;
            this.held = held;
            this.written = new Written[writes.size()];
        }

        List<Written> carriedOut() {
            List<Optional<Memory>> there = there(workspace, writes);
            for (int from = 0; from < writes.size(); from += AHEAD) {
                int until = Math.min(from + AHEAD, writes.size());
                List<List<Stored>> around = search.around(workspace, writes.subList(from, until));
                for (int place = from; place < until; place++) {
                    carryOut(place, there.get(place), around.get(place - from));
                }
            }
            store();
            return List.of(written);
        }

        private void carryOut(int place, Optional<Memory> there, List<Stored> around) {
            MemoryWrite write = writes.get(place);
            Optional<Memory> same = Optional.ofNullable(
                            changed.get(write.memory().id()))
                    .map(Stored::memory)
                    .or(() -> there);
            if (same.isPresent()) {
                written[place] = new Written(same.get(), Written.Outcome.REPEATED, List.of());
                return;
            }
            Decision decision = decision(write, around, changed);
            if (decision instanceof Decision.Insert && alone(write.memory())) {
                Stored stored = Stored.of(write.memory(), write.embedding(), write.deliveries());
                waiting.put(place, stored);
                changed.put(write.memory().id(), stored);
                return;
            }
            store();
            held.keep();
            written[place] = MemoryWriter.this
                    .carryOut(workspace, write, decision, held, changed)
                    .orElseGet(() -> decidedAnew(workspace, write, held, changed));
        }

        /** Tell whether storing a memory leaves all others as they are. */
        private static boolean alone(Memory memory) {
            return memory.status() == Memory.Status.ACTIVE
                    && memory.supersedes().isEmpty()
                    && memory.supersededBy().isEmpty();
        }

        private void store() {
            if (waiting.isEmpty()) {
                return;
            }
            held.keep();
            List<Written> stored = createAll(workspace, List.copyOf(waiting.values()));
            Iterator<Written> each = stored.iterator();
            waiting.keySet().forEach(place -> written[place] = each.next());
            waiting.clear();
        }
    }

    /** Return which of the memories are stored already, and see to it that all others are found too. */
    private List<Optional<Memory>> there(String workspace, List<MemoryWrite> writes) {
        List<String> ids = writes.stream().map(write -> write.memory().id()).toList();
        return memories.getFresh(workspace, ids, Stored.MEMORY_FIELDS).stream()
                .map(doc -> doc.map(Stored::memory).filter(memories::visible))
                .toList();
    }

    private List<Written> createAll(String workspace, List<Stored> stored) {
        List<Boolean> created =
                memories.write(stored.stream().map(Memories::create).toList());
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            written.add(
                    created.get(i)
                            ? new Written(stored.get(i).memory(), Written.Outcome.CREATED, List.of())
                            : create(workspace, stored.get(i)));
        }
        return written;
    }

    /** Store a memory, unless its id is taken by one that has not expired. */
    private Written create(String workspace, Stored stored) {
        for (int i = 0; i < TRIES; i++) {
            if (memories.write(Memories.create(stored))) {
                return new Written(
                        stored.memory(),
                        Written.Outcome.CREATED,
                        stored.memory().supersedes());
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
            if (memories.write(Cluster.Write.replace(there.get(), stored.source()))) {
                return new Written(
                        stored.memory(),
                        Written.Outcome.CREATED,
                        stored.memory().supersedes());
            }
        }
        throw Records.contended();
    }

    /** Decide again after a neighbour was changed or deleted by a write that needs no guard. */
    private Written decidedAnew(
            String workspace, MemoryWrite write, WorkspaceGuard.Held held, Map<String, Stored> changed) {
        for (int i = 0; i < TRIES; i++) {
            memories.fresh(workspace);
            Decision decision =
                    decision(write, search.around(workspace, List.of(write)).get(0), changed);
            Optional<Written> written = carryOut(workspace, write, decision, held, changed);
            if (written.isPresent()) {
                return written.get();
            }
        }
        throw Records.contended();
    }

    private Decision decision(MemoryWrite write, List<Stored> around, Map<String, Stored> changed) {
        return write.reconciliation()
                .map(each -> each.decider().decide(neighbours(write, each, around, changed)))
                .orElse(new Decision.Insert());
    }

    private List<Neighbour> neighbours(
            MemoryWrite write, Reconciliation reconciliation, List<Stored> around, Map<String, Stored> changed) {
        Map<String, Stored> near = new LinkedHashMap<>();
        around.forEach(each -> near.put(each.memory().id(), each));
        near.putAll(changed);
        String hash = ContentHash.of(write.memory().content());
        return near.values().stream()
                .filter(each -> each.memory().status() == Memory.Status.ACTIVE && memories.visible(each.memory()))
                .filter(each -> reconciliation.within().covers(each.memory().scope()))
                .map(each -> new Neighbour(
                        each.memory(),
                        write.embedding()
                                .flatMap(mine -> Optional.ofNullable(
                                                each.vectors().get(Stored.key(mine)))
                                        .map(theirs -> Stored.similarity(theirs, mine)))
                                .orElse(-1.0),
                        ContentHash.of(each.memory().content()).equals(hash)))
                .filter(each -> each.sameContent() || each.similarity() >= reconciliation.floor())
                .sorted(Comparator.comparingDouble((Neighbour each) -> -each.similarity())
                        .thenComparing(each -> each.memory().id()))
                .limit(reconciliation.limit())
                .toList();
    }

    private Optional<Written> carryOut(
            String workspace,
            MemoryWrite write,
            Decision decision,
            WorkspaceGuard.Held held,
            Map<String, Stored> changed) {
        if (decision instanceof Decision.Keep keep) {
            return present(workspace, keep.id())
                    .map(doc -> new Written(Stored.memory(doc), Written.Outcome.KEPT, List.of()));
        }
        if (decision instanceof Decision.Replace replace) {
            return present(workspace, replace.id()).flatMap(doc -> replaced(workspace, write, replace, doc, changed));
        }
        if (decision instanceof Decision.Precede precede) {
            if (present(workspace, precede.id()).isEmpty()) {
                return Optional.empty();
            }
            Memory history = write.memory().toBuilder()
                    .status(Memory.Status.SUPERSEDED)
                    .supersededBy(precede.id())
                    .build();
            held.note(history.id());
            return Optional.of(stored(workspace, write, history, List.of(), changed));
        }
        List<String> old = decision instanceof Decision.Supersede supersede ? supersede.ids() : List.of();
        Memory holding = old.isEmpty()
                ? write.memory()
                : write.memory().toBuilder().supersedes(old).build();
        if (!old.isEmpty()) {
            held.note(holding.id());
        }
        return Optional.of(stored(workspace, write, holding, write.deliveries(), changed));
    }

    private Written stored(
            String workspace,
            MemoryWrite write,
            Memory memory,
            List<Delivery> deliveries,
            Map<String, Stored> changed) {
        Stored stored = Stored.of(memory, write.embedding(), deliveries);
        Written written = create(workspace, stored);
        changed.put(memory.id(), stored);
        if (written.outcome() == Written.Outcome.CREATED) {
            relate(workspace, written.memory(), changed);
        }
        return memory.status() == Memory.Status.ACTIVE
                ? written
                : new Written(written.memory(), written.outcome(), List.of());
    }

    private Optional<Cluster.Doc> present(String workspace, String id) {
        return memories.get(workspace, id).filter(doc -> memories.visible(Stored.memory(doc)));
    }

    private Optional<Written> replaced(
            String workspace,
            MemoryWrite write,
            Decision.Replace replace,
            Cluster.Doc doc,
            Map<String, Stored> changed) {
        Stored before = Stored.read(doc);
        Memory old = before.memory();
        Memory after = write.memory().toBuilder()
                .id(old.id())
                .scope(old.scope())
                .createdAt(old.createdAt())
                .supersedes(old.supersedes())
                .version(old.version() + 1)
                .build();
        Stored stored = before.with(after, write.embedding(), replace.keepVersion());
        if (!memories.write(Cluster.Write.replace(doc, stored.source()))) {
            return Optional.empty();
        }
        changed.put(old.id(), stored);
        return Optional.of(new Written(after, Written.Outcome.REPLACED, List.of()));
    }

    /** Finish what a former holder of the guard was about to do for a memory. */
    private void finish(String workspace, String id) {
        memories.get(workspace, id).ifPresent(doc -> relate(workspace, Stored.memory(doc), new LinkedHashMap<>()));
    }

    /** Tell the others of a new memory's place among them; done twice, it changes nothing the second time. */
    private void relate(String workspace, Memory memory, Map<String, Stored> changed) {
        memory.supersededBy()
                .ifPresent(by -> change(
                        workspace,
                        by,
                        changed,
                        successor -> successor.supersedes().contains(memory.id())
                                ? successor
                                : successor.toBuilder()
                                        .supersedes(
                                                Stream.concat(successor.supersedes().stream(), Stream.of(memory.id()))
                                                        .toList())
                                        .build()));
        if (memory.status() == Memory.Status.ACTIVE) {
            memory.supersedes()
                    .forEach(id -> change(
                            workspace,
                            id,
                            changed,
                            old -> old.status() == Memory.Status.SUPERSEDED
                                    ? old
                                    : old.toBuilder()
                                            .status(Memory.Status.SUPERSEDED)
                                            .supersededBy(memory.id())
                                            .build()));
        }
    }

    private void change(String workspace, String id, Map<String, Stored> changed, UnaryOperator<Memory> change) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Cluster.Doc> doc = memories.get(workspace, id);
            if (doc.isEmpty()) {
                return;
            }
            Stored before = Stored.read(doc.get());
            Memory after = change.apply(before.memory());
            if (after == before.memory()
                    || memories.write(
                            Cluster.Write.replace(doc.get(), before.with(after).source()))) {
                changed.put(id, before.with(after));
                return;
            }
        }
        throw Records.contended();
    }

    Optional<Memory> update(Scope scope, MemoryUpdate update) {
        String workspace = scope.workspace();
        for (int i = 0; i < TRIES; i++) {
            Optional<Cluster.Doc> doc = present(workspace, update.memory().id());
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
