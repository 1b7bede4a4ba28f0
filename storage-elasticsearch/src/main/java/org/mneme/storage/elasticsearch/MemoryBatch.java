package org.mneme.storage.elasticsearch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.mneme.api.ContentHash;
import org.mneme.api.Delivery;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Reconciliation.Decision;
import org.mneme.spi.storage.Reconciliation.Neighbour;
import org.mneme.spi.storage.Written;

/**
 * Carry out writes that are decided one after the other, under the guard of their workspace.
 *
 * <p>What is simply stored beside the others waits, so that many such writes are one request; whoever is decided meanwhile sees
 * it. What was written while another server had taken the guard over is decided anew under the guard, as if what others have
 * stored meanwhile had been there before: a memory that should not have been stored becomes the history of the one that holds
 * instead, and is not deleted, for others may have answered with its id.
 */
final class MemoryBatch {

    private static final int TRIES = 100;
    /** How often a guard may be lost while one memory is written. */
    private static final int LOSSES = 5;
    /** For how many writes neighbours are looked for at once. */
    private static final int AHEAD = 25;

    /** What batches are carried out with. */
    record Tools(Memories memories, MemorySearch search, MemoryCreation creation, Succession succession) {}

    private final Tools tools;
    private final Memories memories;
    private final String workspace;
    private final List<MemoryWrite> writes;
    private final WorkspaceGuard.Held held;
    private final Written[] written;
    private final Map<Integer, Stored> waiting = new LinkedHashMap<>();
    private final Map<String, Stored> changed = new LinkedHashMap<>();
    /** What holds what this batch has stored or is about to store: no neighbours of one another when they are decided anew. */
    private final Set<String> own = new HashSet<>();
    /** What holds instead of memories that became history because another server had stored the same, by their ids. */
    private final Map<String, String> instead = new HashMap<>();

    MemoryBatch(Tools tools, String workspace, List<MemoryWrite> writes, WorkspaceGuard.Held held) {
        this.tools = tools;
        this.memories = tools.memories();
        this.workspace = workspace;
        this.writes = writes;
        this.held = held;
        this.written = new Written[writes.size()];
    }

    List<Written> carriedOut() {
        List<Optional<Memory>> there = there();
        for (int from = 0; from < writes.size(); from += AHEAD) {
            int until = Math.min(from + AHEAD, writes.size());
            List<List<Stored>> around = tools.search().around(workspace, writes.subList(from, until));
            for (int place = from; place < until; place++) {
                carryOut(place, there.get(place), around.get(place - from));
            }
        }
        store();
        return List.of(written);
    }

    /** Return which of the memories are stored already, and see to it that all others are found too. */
    private List<Optional<Memory>> there() {
        List<String> ids = writes.stream().map(write -> write.memory().id()).toList();
        return memories.getFresh(workspace, ids, Stored.MEMORY_FIELDS).stream()
                .map(doc -> doc.map(Stored::memory).filter(memories::visible))
                .toList();
    }

    private void carryOut(int place, Optional<Memory> there, List<Stored> around) {
        MemoryWrite write = writes.get(place);
        String id = write.memory().id();
        Optional<Memory> same =
                Optional.ofNullable(changed.get(id)).map(Stored::memory).or(() -> there);
        if (same.isPresent()) {
            written[place] = new Written(same.get(), Written.Outcome.REPEATED, List.of());
            return;
        }
        own.add(id);
        Decision decision = decision(write, around, changed);
        if (decision instanceof Decision.Insert && alone(write.memory())) {
            Stored stored = Stored.of(write.memory(), write.embedding(), write.deliveries());
            waiting.put(place, stored);
            changed.put(id, stored);
            return;
        }
        store();
        written[place] = guarded(
                        List.of(write), () -> List.of(carryOut(write, decision).orElseGet(() -> decidedAnew(write))))
                .get(0);
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
        List<Integer> places = List.copyOf(waiting.keySet());
        List<Stored> together = List.copyOf(waiting.values());
        waiting.clear();
        List<Written> stored = guarded(
                places.stream().map(writes::get).toList(),
                () -> tools.creation().createAll(workspace, together, held::keep));
        for (int i = 0; i < places.size(); i++) {
            written[places.get(i)] = stored.get(i);
        }
    }

    /** Write, and look afterwards whether the guard was held all the time: what was written without it is decided anew. */
    private List<Written> guarded(List<MemoryWrite> decided, Supplier<List<Written>> writing) {
        boolean begun = false;
        List<Written> first = List.of();
        try {
            held.keep();
            begun = true;
            first = writing.get();
            held.verify();
            return first;
        } catch (WorkspaceGuard.Lost e) {
            List<Written> last = new ArrayList<>();
            for (int i = 0; i < decided.size(); i++) {
                Optional<Written> so = i < first.size() ? Optional.of(first.get(i)) : Optional.empty();
                last.add(settled(decided.get(i), so, begun));
            }
            return last;
        }
    }

    /** Decide again after a neighbour was changed or deleted by a write that needs no guard. */
    private Written decidedAnew(MemoryWrite write) {
        for (int i = 0; i < TRIES; i++) {
            memories.fresh(workspace);
            Decision decision = decision(
                    write, tools.search().around(workspace, List.of(write)).get(0), changed);
            held.keep();
            Optional<Written> done = carryOut(write, decision);
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw Records.contended();
    }

    private Decision decision(MemoryWrite write, List<Stored> around, Map<String, Stored> known) {
        return write.reconciliation()
                .map(each -> each.decider().decide(neighbours(write, each, around, known)))
                .orElse(new Decision.Insert());
    }

    private List<Neighbour> neighbours(
            MemoryWrite write, Reconciliation reconciliation, List<Stored> around, Map<String, Stored> known) {
        Map<String, Stored> near = new LinkedHashMap<>();
        around.forEach(each -> near.put(each.memory().id(), each));
        near.putAll(known);
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

    /** Carry a decision out; empty if a neighbour that it is about has changed or gone. */
    private Optional<Written> carryOut(MemoryWrite write, Decision decision) {
        if (decision instanceof Decision.Keep keep) {
            return kept(keep.id());
        }
        if (decision instanceof Decision.Replace replace) {
            return present(replace.id()).flatMap(doc -> replaced(write, replace, doc));
        }
        if (decision instanceof Decision.Precede precede) {
            if (present(precede.id()).isEmpty()) {
                return Optional.empty();
            }
            Memory history = Succession.history(write.memory(), precede.id());
            held.note(history.id());
            return Optional.of(stored(write, history, List.of()));
        }
        List<String> old = decision instanceof Decision.Supersede supersede ? supersede.ids() : List.of();
        Memory holding = old.isEmpty()
                ? write.memory()
                : write.memory().toBuilder().supersedes(old).build();
        if (!old.isEmpty()) {
            held.note(holding.id());
        }
        return Optional.of(stored(write, holding, write.deliveries()));
    }

    private Optional<Cluster.Doc> present(String id) {
        return memories.get(workspace, id).filter(doc -> memories.visible(Stored.memory(doc)));
    }

    private Optional<Written> kept(String id) {
        return present(id).map(doc -> new Written(Stored.memory(doc), Written.Outcome.KEPT, List.of()));
    }

    private Written stored(MemoryWrite write, Memory memory, List<Delivery> deliveries) {
        Stored stored = Stored.of(memory, write.embedding(), deliveries);
        Written done = tools.creation().create(workspace, stored, held::keep);
        changed.put(memory.id(), stored);
        if (done.outcome() == Written.Outcome.CREATED) {
            tell(done.memory());
        }
        return memory.status() == Memory.Status.ACTIVE ? done : new Written(done.memory(), done.outcome(), List.of());
    }

    private void tell(Memory memory) {
        tools.succession().tell(workspace, memory, changed, held::keep);
    }

    private Optional<Written> replaced(MemoryWrite write, Decision.Replace replace, Cluster.Doc doc) {
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
        if (!memories.write(Cluster.Write.replace(doc, stored.source()), held::keep)) {
            return Optional.empty();
        }
        own.add(old.id());
        changed.put(old.id(), stored);
        return Optional.of(new Written(after, Written.Outcome.REPLACED, List.of()));
    }

    /**
     * Decide a write anew after the guard was lost, and make what is stored agree with that.
     *
     * @param first what was thought to have become of it, if it came so far
     * @param begun whether it may have been sent: then it may also still be on its way
     */
    private Written settled(MemoryWrite write, Optional<Written> first, boolean begun) {
        Optional<Written.Outcome> outcome = first.map(Written::outcome);
        if (outcome.equals(Optional.of(Written.Outcome.REPEATED))) {
            return first.get();
        }
        boolean sent = begun && !outcome.equals(Optional.of(Written.Outcome.KEPT));
        String holding = outcome.equals(Optional.of(Written.Outcome.REPLACED))
                ? first.get().memory().id()
                : write.memory().id();
        for (int i = 0; i < LOSSES; i++) {
            try {
                held.regain();
                Written done = settled(write, holding, sent);
                held.verify();
                return done;
            } catch (WorkspaceGuard.Lost e) {
                sent = true;
            } catch (MemoryException e) {
                throw sent && e.kind() == MemoryException.Kind.UNAVAILABLE
                        ? MemoryException.outcomeUnknown("another server took the workspace over", e)
                        : e;
            }
        }
        throw MemoryException.outcomeUnknown("other servers take the workspace over again and again", null);
    }

    private Written settled(MemoryWrite write, String holding, boolean sent) {
        for (int i = 0; i < TRIES; i++) {
            memories.fresh(workspace);
            Optional<Cluster.Doc> mine = present(holding);
            Decision decision = decision(write, others(write), Map.of());
            Optional<Written> done =
                    mine.isPresent() ? beside(write, mine.get(), decision) : absent(write, decision, sent);
            if (done.isPresent() && done.get().outcome() != Written.Outcome.REPEATED) {
                return done.get();
            }
        }
        throw Records.contended();
    }

    private List<Stored> others(MemoryWrite write) {
        return tools.search().around(workspace, List.of(write)).get(0).stream()
                .filter(each -> !own.contains(each.memory().id()))
                .toList();
    }

    /** Carry out a decision about what is not there; if it may yet arrive, its id is taken before it does. */
    private Optional<Written> absent(MemoryWrite write, Decision decision, boolean sent) {
        Optional<String> by = successor(decision);
        if (!sent || by.isEmpty()) {
            return carryOut(write, decision);
        }
        Memory history = Succession.history(write.memory(), by.get());
        held.note(history.id());
        Stored stored = Stored.of(history, write.embedding(), List.of());
        if (tools.creation().create(workspace, stored, held::keep).outcome() == Written.Outcome.CREATED) {
            instead.put(history.id(), by.get());
        }
        return Optional.empty();
    }

    /** Carry out a decision about what is there; empty if that is to be looked at again. */
    private Optional<Written> beside(MemoryWrite write, Cluster.Doc doc, Decision decision) {
        Stored before = Stored.read(doc);
        Memory mine = before.memory();
        Optional<String> by = successor(decision);
        if (mine.status() == Memory.Status.ACTIVE) {
            if (by.isEmpty()) {
                return superseding(write, doc, before, decision);
            }
            held.note(mine.id());
            Stored history = before.with(Succession.history(mine, by.get())).withoutOutbox();
            if (memories.write(Cluster.Write.replace(doc, history.source()), held::keep)) {
                instead.put(mine.id(), by.get());
            }
            return Optional.empty();
        }
        tell(mine);
        if (!instead.containsKey(mine.id())) {
            return Optional.of(new Written(mine, outcome(write, mine), List.of()));
        }
        if (decision instanceof Decision.Precede) {
            return Optional.of(new Written(mine, Written.Outcome.CREATED, List.of()));
        }
        return decision instanceof Decision.Replace ? carryOut(write, decision) : kept(instead.get(mine.id()));
    }

    private Optional<Written> superseding(MemoryWrite write, Cluster.Doc doc, Stored before, Decision decision) {
        Set<String> old = new LinkedHashSet<>(before.memory().supersedes());
        old.addAll(decision instanceof Decision.Supersede supersede ? supersede.ids() : List.of());
        Memory holding =
                before.memory().toBuilder().supersedes(List.copyOf(old)).build();
        if (!old.isEmpty()) {
            held.note(holding.id());
        }
        if (!holding.equals(before.memory())
                && !memories.write(
                        Cluster.Write.replace(doc, before.with(holding).source()), held::keep)) {
            return Optional.empty();
        }
        tell(holding);
        return Optional.of(new Written(holding, outcome(write, holding), holding.supersedes()));
    }

    private static Written.Outcome outcome(MemoryWrite write, Memory holding) {
        return holding.id().equals(write.memory().id()) ? Written.Outcome.CREATED : Written.Outcome.REPLACED;
    }

    /** Return the one memory that holds instead of a new one. */
    private static Optional<String> successor(Decision decision) {
        if (decision instanceof Decision.Keep keep) {
            return Optional.of(keep.id());
        }
        if (decision instanceof Decision.Replace replace) {
            return Optional.of(replace.id());
        }
        return decision instanceof Decision.Precede precede ? Optional.of(precede.id()) : Optional.empty();
    }
}
