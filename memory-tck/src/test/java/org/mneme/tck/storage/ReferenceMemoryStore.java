package org.mneme.tck.storage;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.mneme.api.ContentHash;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Job;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Capability;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.MemoryPage;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Reconciliation.Decision;
import org.mneme.spi.storage.Reconciliation.Neighbour;
import org.mneme.spi.storage.Search;
import org.mneme.spi.storage.Snapshot;
import org.mneme.spi.storage.Written;
import org.mneme.tck.TestVectors;

final class ReferenceMemoryStore implements MemoryStore {

    private final State state;
    private final Clock clock;
    private final ReferenceEmbeddingSpaces spaces;
    private final ReferenceSearch search;
    private final Set<Capability> capabilities;

    ReferenceMemoryStore(State state, Clock clock, ReferenceEmbeddingSpaces spaces, Set<Capability> capabilities) {
        this.state = state;
        this.clock = clock;
        this.spaces = spaces;
        this.search = new ReferenceSearch(state);
        this.capabilities = capabilities;
    }

    private State.Key key(Scope scope, String id) {
        if (state.has(Fault.IDS_SHARED_BY_WORKSPACES)) {
            return state.memories.keySet().stream()
                    .filter(key -> key.id().equals(id))
                    .findFirst()
                    .orElse(new State.Key(scope.workspace(), id));
        }
        return new State.Key(scope.workspace(), id);
    }

    private boolean visible(Memory memory) {
        Instant now =
                state.has(Fault.EXPIRY_BY_THE_WALL_CLOCK) ? Clock.systemUTC().instant() : clock.instant();
        return memory.visibleAt(state.has(Fault.EXPIRED_A_MILLISECOND_LATE) ? now.minusMillis(1) : now);
    }

    private Stream<State.Row> meant(Scope scope, Filter filter) {
        return state.memories.values().stream()
                .filter(row -> scope.covers(row.memory.scope()))
                .filter(row -> visible(row.memory))
                .filter(row -> ReferenceFilter.test(state, filter, row.memory));
    }

    @Override
    public List<Written> write(Scope scope, List<MemoryWrite> writes) {
        if (state.has(Fault.RECONCILIATION_GUARDED_PER_SERVER)) {
            synchronized (this) {
                return writeWithGap(scope, writes);
            }
        }
        if (state.has(Fault.RECONCILIATION_UNGUARDED)) {
            return writeWithGap(scope, writes);
        }
        synchronized (state) {
            return writeAll(scope, writes);
        }
    }

    private List<Written> writeAll(Scope scope, List<MemoryWrite> writes) {
        writes.forEach(write -> spaces.check(write.embedding()));
        Map<State.Key, State.Row> before = capabilities.contains(Capability.ATOMIC_BATCH) ? copy() : null;
        try {
            List<Written> written = new ArrayList<>();
            List<Optional<Decision>> decisions = new ArrayList<>();
            if (state.has(Fault.BATCH_BLIND_TO_ITSELF)) {
                writes.forEach(write -> decisions.add(decide(write)));
            }
            for (int i = 0; i < writes.size(); i++) {
                MemoryWrite write = writes.get(i);
                written.add(one(scope, write, decisions.isEmpty() ? decide(write) : decisions.get(i)));
            }
            return written;
        } catch (MemoryException e) {
            if (before != null && !state.has(Fault.BATCH_HALF_STORED) && !state.has(Fault.FAILED_WRITE_LEAVES_WORDS)) {
                state.memories.clear();
                state.memories.putAll(before);
            }
            throw e;
        }
    }

    private Map<State.Key, State.Row> copy() {
        return new HashMap<>(state.memories);
    }

    private List<Written> writeWithGap(Scope scope, List<MemoryWrite> writes) {
        List<Written> written = new ArrayList<>();
        for (MemoryWrite write : writes) {
            Optional<Decision> decision;
            synchronized (state) {
                decision = decide(write);
            }
            LockSupport.parkNanos(1_000_000);
            synchronized (state) {
                written.add(one(scope, write, decision));
            }
        }
        return written;
    }

    private Optional<Decision> decide(MemoryWrite write) {
        if (state.has(Fault.FAILED_WRITE_LEAVES_WORDS)) {
            insert(write, write.memory());
        }
        return write.reconciliation().map(each -> each.decider().decide(neighbours(write, each)));
    }

    private List<Neighbour> neighbours(MemoryWrite write, Reconciliation reconciliation) {
        String hash = ContentHash.of(write.memory().content());
        return state.memories.values().stream()
                .filter(row -> state.has(Fault.NEIGHBOURS_OF_OTHER_WORKSPACES)
                        || reconciliation.within().covers(row.memory.scope()))
                .filter(row -> visible(row.memory) || state.has(Fault.EXPIRED_STILL_NEIGHBOUR))
                .filter(row -> row.memory.status() == Memory.Status.ACTIVE || state.has(Fault.NEIGHBOURS_WITH_HISTORY))
                .map(row -> new Neighbour(
                        row.memory,
                        similarity(row, write.embedding()),
                        ContentHash.of(row.memory.content()).equals(hash)))
                .filter(each -> each.sameContent() || each.similarity() >= reconciliation.floor())
                .sorted(Comparator.comparingDouble((Neighbour each) -> -each.similarity())
                        .thenComparing(each -> each.memory().id()))
                .limit(reconciliation.limit())
                .toList();
    }

    private double similarity(State.Row row, Optional<Embedding> embedding) {
        Embedding stored = embedding.map(each -> row.vectors.get(each.model())).orElse(null);
        if (stored == null) {
            return -1;
        }
        Embedding compared = state.has(Fault.NEIGHBOURS_BY_FIRST_WINDOW)
                ? new Embedding(stored.model(), stored.windows().subList(0, 1))
                : stored;
        double cosine = TestVectors.cosine(compared, embedding.get());
        return state.has(Fault.NEIGHBOURS_OF_CODES) ? Math.round(cosine * 100) / 100.0 : cosine;
    }

    private Written one(Scope scope, MemoryWrite write, Optional<Decision> decision) {
        Memory memory = write.memory();
        State.Row there = state.memories.get(key(scope, memory.id()));
        if (there != null && state.has(Fault.FAILED_WRITE_LEAVES_WORDS)) {
            there = null;
        }
        if (there != null && (visible(there.memory) || state.has(Fault.EXPIRED_ID_STAYS_TAKEN))) {
            if (state.has(Fault.REPEAT_OVERWRITES)) {
                there.memory = memory;
            }
            return new Written(there.memory, Written.Outcome.REPEATED, List.of());
        }
        Decision decided = decision.orElse(new Decision.Insert());
        if (decided instanceof Decision.Keep keep) {
            if (state.has(Fault.KEPT_WRITE_TELLS_THE_OUTSIDE)) {
                deliver(write.deliveries());
            }
            return new Written(state.memories.get(key(scope, keep.id())).memory, Written.Outcome.KEPT, List.of());
        }
        if (decided instanceof Decision.Replace replace) {
            return new Written(replace(scope, write, replace), Written.Outcome.REPLACED, List.of());
        }
        if (decided instanceof Decision.Precede precede && !state.has(Fault.PRECEDING_HOLDS)) {
            return new Written(precede(scope, write, precede.id()), Written.Outcome.CREATED, List.of());
        }
        List<String> superseded = decided instanceof Decision.Supersede supersede ? supersede.ids() : List.of();
        Memory stored = superseded.isEmpty()
                ? memory
                : memory.toBuilder().supersedes(superseded).build();
        superseded.forEach(id -> supersede(state.memories.get(key(scope, id)), memory.id()));
        insert(write, stored);
        deliver(write.deliveries());
        return new Written(stored, Written.Outcome.CREATED, superseded);
    }

    private Memory precede(Scope scope, MemoryWrite write, String id) {
        State.Row successor = state.memories.get(key(scope, id));
        Memory history = write.memory().toBuilder()
                .status(Memory.Status.SUPERSEDED)
                .supersededBy(id)
                .build();
        insert(write, history);
        successor.memory = successor.memory.toBuilder()
                .supersedes(Stream.concat(successor.memory.supersedes().stream(), Stream.of(history.id()))
                        .toList())
                .build();
        return history;
    }

    private void insert(MemoryWrite write, Memory memory) {
        Memory kept = state.has(Fault.IMPORTANCE_ROUNDED)
                ? memory.toBuilder().importance((float) memory.importance()).build()
                : memory;
        State.Row row = new State.Row(kept);
        State.Row leftover = state.leftovers.remove(key(memory.scope(), memory.id()));
        if (leftover != null) {
            row.former.addAll(leftover.former);
        }
        write.embedding().ifPresent(each -> row.vectors.put(each.model(), each));
        State.Key key = key(memory.scope(), memory.id());
        state.memories.put(key, row);
        state.unsynced.add(key);
        if (state.unsynced.size() > 8) {
            state.unsynced.clear();
        }
        if (state.has(Fault.MEMORY_BEFORE_ITS_DELIVERIES)) {
            try {
                // waiting gives up the lock: others see the memory without its deliveries
                state.wait(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void deliver(List<Delivery> deliveries) {
        deliveries.forEach(
                each -> state.deliveries.put(new State.Key(each.workspace(), each.id()), new State.DeliveryRow(each)));
    }

    private void supersede(State.Row row, String by) {
        Memory.Status status =
                state.has(Fault.SUPERSEDED_STAYS_ACTIVE) ? Memory.Status.ACTIVE : Memory.Status.SUPERSEDED;
        row.memory = row.memory.toBuilder().status(status).supersededBy(by).build();
    }

    private Memory replace(Scope scope, MemoryWrite write, Decision.Replace replace) {
        State.Row row = state.memories.get(key(scope, replace.id()));
        Memory old = row.memory;
        Memory changed = write.memory().toBuilder()
                .id(old.id())
                .scope(old.scope())
                .createdAt(old.createdAt())
                .version(old.version() + 1)
                .build();
        change(row, changed, write.embedding(), replace.keepVersion());
        return changed;
    }

    private void change(State.Row row, Memory changed, Optional<Embedding> embedding, boolean keepVersion) {
        if (keepVersion || state.has(Fault.REPLACE_ALWAYS_KEEPS_A_VERSION)) {
            row.former.add(row.memory);
        }
        row.memory = changed;
        row.words = state.has(Fault.OLD_WORDS_AFTER_UPDATE) ? row.words + " " + changed.content() : changed.content();
        if (embedding.isPresent() && !state.has(Fault.REPLACE_KEEPS_THE_OLD_VECTOR)) {
            row.vectors.clear();
            row.vectors.put(embedding.get().model(), embedding.get());
        }
    }

    @Override
    public Optional<Memory> update(Scope scope, MemoryUpdate update) {
        synchronized (state) {
            spaces.check(update.embedding());
            State.Row row = state.memories.get(key(scope, update.memory().id()));
            if (row == null || !scope.covers(row.memory.scope()) || !visible(row.memory)) {
                return Optional.empty();
            }
            if (row.memory.version() != update.expectedVersion() && !state.has(Fault.LAST_UPDATE_WINS)) {
                throw MemoryException.conflict("version_conflict", "the memory has changed");
            }
            Memory changed = update.memory().toBuilder()
                    .version(row.memory.version() + 1)
                    .build();
            change(
                    row,
                    changed,
                    state.has(Fault.OLD_VECTOR_AFTER_UPDATE) ? Optional.empty() : update.embedding(),
                    !state.has(Fault.UPDATE_KEEPS_NO_VERSION));
            return Optional.of(changed);
        }
    }

    @Override
    public Optional<Memory> get(Scope scope, String id) {
        synchronized (state) {
            return row(scope, id).map(row -> row.memory);
        }
    }

    private Optional<State.Row> row(Scope scope, String id) {
        return Optional.ofNullable(state.memories.get(new State.Key(scope.workspace(), id)))
                .filter(row -> scope.covers(row.memory.scope()) && visible(row.memory));
    }

    @Override
    public MemoryPage list(Scope scope, Listing listing) {
        synchronized (state) {
            if (listing.offset() + listing.limit() > 10_000
                    && !capabilities.contains(Capability.DEEP_OFFSET)
                    && listing.offset() > 0) {
                throw MemoryException.invalid("offset", "a list goes 10,000 deep");
            }
            if (listing.offset() >= 10_000 && state.has(Fault.DEEP_OFFSET_ONLY_DECLARED)) {
                return new MemoryPage(List.of(), 10_000);
            }
            List<Memory> all = meant(scope, listing.filter())
                    .map(row -> row.memory)
                    .sorted(order(listing.order()))
                    .toList();
            List<Memory> page = all.stream()
                    .filter(memory -> listing.after().isEmpty()
                            || behind(memory, listing.after().get(), listing.order()))
                    .skip(listing.offset())
                    .limit(listing.limit())
                    .toList();
            return new MemoryPage(page, state.has(Fault.TOTAL_OF_THE_PAGE) ? page.size() : all.size());
        }
    }

    private boolean behind(Memory memory, Listing.Position position, Order order) {
        int compared = memory.createdAt().compareTo(position.createdAt());
        if (compared == 0 && !state.has(Fault.POSITION_BY_TIME_ONLY)) {
            compared = memory.id().compareTo(position.id());
        }
        return order == Order.OLDEST_FIRST ? compared > 0 : compared < 0;
    }

    private Comparator<Memory> order(Order order) {
        Comparator<Memory> byTime = Comparator.comparing(Memory::createdAt);
        Comparator<Memory> oldestFirst = state.has(Fault.ORDER_BY_TIME_ONLY)
                ? byTime.thenComparing(memory -> memory.id().hashCode())
                : byTime.thenComparing(Memory::id);
        return order == Order.OLDEST_FIRST ? oldestFirst : oldestFirst.reversed();
    }

    @Override
    public long count(Scope scope, Filter filter) {
        synchronized (state) {
            return meant(scope, filter).count();
        }
    }

    @Override
    public Hits search(Scope scope, Search asked) {
        synchronized (state) {
            spaces.check(asked.vector());
            return search.run(scope, asked, this::visible);
        }
    }

    @Override
    public Snapshot export(Scope scope, Filter filter, Order order, boolean withVectors) {
        synchronized (state) {
            state.openSnapshots++;
            Comparator<Memory> byOrder = order(order);
            List<State.Row> rows = meant(scope, filter)
                    .sorted((left, right) -> byOrder.compare(left.memory, right.memory))
                    .toList();
            Stream<Snapshot.Entry> entries = rows.stream().map(row -> entry(row, withVectors));
            if (state.has(Fault.EXPORT_READ_WHOLE)) {
                entries = entries.map(ReferenceMemoryStore::copied);
            }
            return new ReferenceSnapshot(
                    state,
                    state.has(Fault.EXPORT_IS_LIVE)
                            ? entries.iterator()
                            : entries.toList().iterator());
        }
    }

    private Snapshot.Entry entry(State.Row row, boolean withVectors) {
        boolean given = withVectors && !state.has(Fault.EXPORT_WITHOUT_VECTORS);
        return new Snapshot.Entry(
                row.memory, state.active.filter(space -> given).map(space -> row.vectors.get(space.model())));
    }

    /** As if it had been read from a disk. */
    private static Snapshot.Entry copied(Snapshot.Entry entry) {
        Memory memory = entry.memory();
        return new Snapshot.Entry(
                memory.toBuilder()
                        .content(String.valueOf(memory.content().toCharArray()))
                        .build(),
                entry.embedding());
    }

    /** Walk what was copied when the snapshot was opened. */
    private record ReferenceSnapshot(State state, Iterator<Snapshot.Entry> entries) implements Snapshot {
        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Snapshot.Entry next() {
            return entries.next();
        }

        @Override
        public void close() {
            synchronized (state) {
                state.openSnapshots--;
            }
        }
    }

    @Override
    public List<Memory> versions(Scope scope, String id) {
        synchronized (state) {
            return row(scope, id)
                    .map(row -> Stream.concat(row.former.stream(), Stream.of(row.memory))
                            .toList())
                    .orElse(List.of());
        }
    }

    @Override
    public boolean delete(Scope scope, String id) {
        synchronized (state) {
            State.Key key = new State.Key(scope.workspace(), id);
            if (state.has(Fault.DELETES_IN_OTHER_WORKSPACES)) {
                key = state.memories.keySet().stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElse(key);
            }
            State.Row row = state.memories.get(key);
            boolean meant = row != null
                    && visible(row.memory)
                    && (scope.covers(row.memory.scope()) || state.has(Fault.DELETES_IN_OTHER_WORKSPACES));
            if (meant) {
                erase(key);
            }
            return meant;
        }
    }

    private void erase(State.Key key) {
        State.Row row = state.memories.remove(key);
        if (!state.has(Fault.FAILED_JOB_OUTLIVES_ITS_MEMORY)) {
            row.memory
                    .sourceJob()
                    .map(job -> new State.Key(key.workspace(), job))
                    .filter(job -> state.jobs.containsKey(job)
                            && state.jobs.get(job).job.state() == Job.State.FAILED)
                    .ifPresent(state.jobs::remove);
        }
        if (state.has(Fault.DELETED_STILL_LISTED)) {
            state.memories.put(new State.Key(key.workspace(), key.id() + "~"), row);
        }
        if (state.has(Fault.DELETE_LEAVES_VERSIONS) && !row.former.isEmpty()) {
            state.leftovers.put(key, row);
        }
        if (state.has(Fault.LATE_VECTORS_REVIVE)) {
            state.leftovers.put(key, row);
        }
        if (!state.has(Fault.DELETE_LEAVES_DELIVERIES)) {
            state.deliveries
                    .values()
                    .removeIf(each -> each.delivery.memory().equals(key.id())
                            && each.delivery.workspace().equals(key.workspace()));
        }
        if (!state.has(Fault.DELETE_LEAVES_ANSWERS)) {
            state.keys.forEach((request, each) ->
                    each.erased |= request.workspace().equals(key.workspace())
                            && each.answer
                                    .map(answer -> answer.memories().contains(key.id()))
                                    .orElse(false));
        }
    }

    @Override
    public long deleteAll(Scope scope, Filter filter) {
        synchronized (state) {
            if (state.openSnapshots > 0 && state.has(Fault.OPEN_EXPORT_HOLDS_DELETIONS)) {
                throw MemoryException.storageUnavailable("an export is open", null);
            }
            List<State.Key> keys = meant(scope, filter)
                    .map(row -> new State.Key(scope.workspace(), row.memory.id()))
                    .toList();
            keys.forEach(this::erase);
            return keys.size();
        }
    }

    @Override
    public int deleteExpired(int limit) {
        synchronized (state) {
            List<State.Key> keys = state.memories.entrySet().stream()
                    .filter(entry -> !entry.getValue().memory.visibleAt(clock.instant()))
                    .map(Map.Entry::getKey)
                    .limit(limit)
                    .toList();
            if (state.has(Fault.EXPIRED_NEVER_REMOVED)) {
                return keys.size();
            }
            if (state.has(Fault.EXPIRY_LEAVES_DELIVERIES)) {
                keys.forEach(state.memories::remove);
                return keys.size();
            }
            keys.forEach(this::erase);
            return keys.size();
        }
    }
}
