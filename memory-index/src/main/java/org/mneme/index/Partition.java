package org.mneme.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.roaringbitmap.RoaringBitmap;

/**
 * Keep one workspace: which ordinals are alive, which memory has which id, which ordinals have a term or an instant.
 *
 * <p>Term postings and buckets keep removed ordinals until these are {@linkplain #forget forgotten}; whoever reads them does
 * so within the live ones.
 */
final class Partition {

    /** A term of the workspace and the ordinals that have it. */
    static final class Term {
        final int number;
        final String name;
        final long record;
        private final Posting posting = new Posting();

        Term(int number, String name, long record) {
            this.number = number;
            this.name = name;
            this.record = record;
        }
    }

    final int number;
    final String workspace;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Slots slots;
    private final IdTable ids;
    private final RoaringBitmap live = new RoaringBitmap();
    private final Map<String, Term> terms = new HashMap<>();
    private final List<Term> termsByNumber = new ArrayList<>();
    private final TimeBuckets created;
    private final TimeBuckets updated;
    private final TimeBuckets expires;

    Partition(int number, String workspace, Slots slots) {
        this.number = number;
        this.workspace = workspace;
        this.slots = slots;
        this.ids = new IdTable(slots);
        this.created = new TimeBuckets(slots::created);
        this.updated = new TimeBuckets(slots::updated);
        this.expires = new TimeBuckets(slots::expires);
    }

    /** Return the term of a name or null; for the writing thread. */
    Term term(String name) {
        return terms.get(name);
    }

    /** Return the term of a number or null; for the writing thread. */
    Term term(int termNumber) {
        return termNumber < termsByNumber.size() ? termsByNumber.get(termNumber) : null;
    }

    int nextTermNumber() {
        return termsByNumber.size();
    }

    void addTerm(Term term) {
        write(() -> {
            while (termsByNumber.size() <= term.number) {
                termsByNumber.add(null);
            }
            termsByNumber.set(term.number, term);
            return terms.put(term.name, term);
        });
    }

    /** Add a memory whose slots are set; returns the head of the memory it replaces, or -1. */
    int add(int head, List<Term> memoryTerms) {
        return write(() -> {
            int end = slots.end(head);
            memoryTerms.forEach(term -> term.posting.add(head, end));
            created.add(slots.created(head), head, end);
            updated.add(slots.updated(head), head, end);
            if (slots.expires(head) != 0) {
                expires.add(slots.expires(head), head, end);
            }
            live.add((long) head, end);
            int replaced = ids.put(slots.id(head), head);
            if (replaced >= 0) {
                live.remove((long) replaced, slots.end(replaced));
            }
            return replaced;
        });
    }

    /** Make a memory invisible; its head is known to be there. */
    void remove(int head) {
        write(() -> {
            live.remove((long) head, slots.end(head));
            return ids.remove(slots.id(head));
        });
    }

    /** Forget where a removed memory was filed; returns the terms that nobody has any more. */
    List<Term> forget(int head, List<Term> memoryTerms) {
        return write(() -> {
            int end = slots.end(head);
            created.remove(slots.created(head), head, end);
            updated.remove(slots.updated(head), head, end);
            expires.remove(slots.expires(head), head, end);
            memoryTerms.forEach(term -> term.posting.remove(head, end));
            return forget(
                    memoryTerms.stream().filter(term -> term.posting.isEmpty()).toList());
        });
    }

    /** Forget the terms that nobody has and return them. */
    List<Term> forgetUnusedTerms() {
        return write(() -> forget(
                terms.values().stream().filter(term -> term.posting.isEmpty()).toList()));
    }

    private List<Term> forget(List<Term> unused) {
        for (Term term : unused) {
            terms.remove(term.name, term);
            termsByNumber.set(term.number, null);
        }
        return unused;
    }

    /** Return the head of an id, or -1. */
    int head(String id) {
        return read(() -> ids.get(id));
    }

    boolean isLive(int ordinal) {
        return read(() -> live.contains(ordinal));
    }

    int size() {
        return read(ids::size);
    }

    RoaringBitmap live() {
        return read(live::clone);
    }

    /** Return the visible ordinals that pass a filter; a bitmap of its own. */
    RoaringBitmap scope(IndexFilter filter, long now) {
        return read(() -> {
            RoaringBitmap scope = evaluate(filter, live);
            if (scope == live) {
                scope = live.clone();
            }
            scope.andNot(expires.range(Long.MIN_VALUE, now == Long.MAX_VALUE ? now : now + 1));
            return scope;
        });
    }

    /** Return what of a bitmap passes the filter; possibly the bitmap itself, which is never changed. */
    private RoaringBitmap evaluate(IndexFilter filter, RoaringBitmap within) {
        if (filter instanceof IndexFilter.Term term) {
            Term found = terms.get(term.term());
            return found == null ? new RoaringBitmap() : found.posting.and(within);
        }
        if (filter instanceof IndexFilter.AnyTerm any) {
            RoaringBitmap union = new RoaringBitmap();
            for (String name : any.terms()) {
                Term found = terms.get(name);
                if (found != null) {
                    found.posting.addTo(union);
                }
            }
            union.and(within);
            return union;
        }
        if (filter instanceof IndexFilter.And and) {
            RoaringBitmap narrowed = within;
            for (IndexFilter each : mostSelectiveFirst(and.filters())) {
                narrowed = evaluate(each, narrowed);
            }
            return narrowed;
        }
        if (filter instanceof IndexFilter.Or or) {
            RoaringBitmap union = new RoaringBitmap();
            or.filters().forEach(each -> union.or(evaluate(each, within)));
            return union;
        }
        if (filter instanceof IndexFilter.Not not) {
            return RoaringBitmap.andNot(within, evaluate(not.filter(), within));
        }
        if (filter instanceof IndexFilter.CreatedRange range) {
            return created.select(range.from(), range.to(), within);
        }
        if (filter instanceof IndexFilter.UpdatedRange range) {
            return updated.select(range.from(), range.to(), within);
        }
        if (filter instanceof IndexFilter.Ids some) {
            return heads(some, within);
        }
        return within;
    }

    private RoaringBitmap heads(IndexFilter.Ids some, RoaringBitmap within) {
        RoaringBitmap found = new RoaringBitmap();
        for (String id : some.ids()) {
            int head = ids.get(id);
            if (head >= 0) {
                found.add((long) head, slots.end(head));
            }
        }
        found.and(within);
        return found;
    }

    private List<IndexFilter> mostSelectiveFirst(List<IndexFilter> filters) {
        return filters.stream()
                .sorted((a, b) -> Integer.compare(estimate(a), estimate(b)))
                .toList();
    }

    private int estimate(IndexFilter filter) {
        if (filter instanceof IndexFilter.Term term) {
            Term found = terms.get(term.term());
            return found == null ? 0 : found.posting.cardinality();
        }
        if (filter instanceof IndexFilter.Ids some) {
            return some.ids().size();
        }
        return Integer.MAX_VALUE;
    }

    private <T> T read(Supplier<T> action) {
        lock.readLock().lock();
        try {
            return action.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private <T> T write(Supplier<T> action) {
        lock.writeLock().lock();
        try {
            return action.get();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
