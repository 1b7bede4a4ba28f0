package org.mneme.storage.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.MemoryPage;
import org.mneme.spi.storage.Order;

/** Read memories by JPQL, in pages. */
final class MemoryReader {

    /** How many memories are held at once while many are looked at. */
    static final int PAGE = 500;

    private final Clock clock;
    private final JpaIndexes indexes;

    MemoryReader(Clock clock, JpaIndexes indexes) {
        this.clock = clock;
        this.indexes = indexes;
    }

    /** Return the memory with an id in the scope, if it is visible. */
    Optional<MemoryEntity> get(EntityManager em, Scope scope, String id) {
        MemoryEntity found = em.find(MemoryEntity.class, new WorkspaceKey(scope.workspace(), id));
        return Optional.ofNullable(found).filter(memory -> isMeant(memory, scope));
    }

    /** Tell whether a memory of the scope's workspace is visible and lies in the scope. */
    boolean isMeant(MemoryEntity memory, Scope scope) {
        return memory.expiresAt > now()
                && scope.attributes().entrySet().stream()
                        .allMatch(
                                bound -> bound.getValue().equals(memory.place().get(bound.getKey())));
    }

    long now() {
        return Millis.of(clock.instant());
    }

    List<Memory> versions(EntityManager em, Scope scope, String id) {
        Optional<MemoryEntity> present = get(em, scope, id);
        if (present.isEmpty()) {
            return List.of();
        }
        List<Memory> versions = new ArrayList<>();
        em.createQuery(
                        "select v from MemoryVersion v where v.workspace = :workspace and v.memory = :id"
                                + " order by v.version",
                        MemoryVersionEntity.class)
                .setParameter("workspace", scope.workspace())
                .setParameter("id", id)
                .getResultList()
                .forEach(version -> versions.add(version.toMemory()));
        versions.add(present.get().toMemory());
        return versions;
    }

    /** Count by an index, which need not read a row for each; it knows everything but metadata. */
    long count(Tx tx, Scope scope, Filter filter) throws SQLException {
        if (!IndexTerms.asksForMetadata(filter)) {
            // what others have just committed counts, though their indexes may still wait for the disk
            indexes.follow(tx.jdbc(), scope.workspace());
            return indexes.use(live -> live.text().count(scope.workspace(), IndexTerms.filter(scope, filter), now()));
        }
        long[] count = {0};
        scan(tx.em(), scope, filter, Order.OLDEST_FIRST, Optional.empty(), memory -> count[0]++);
        return count[0];
    }

    MemoryPage list(Tx tx, Scope scope, Listing listing) throws SQLException {
        EntityManager em = tx.em();
        FilterJpql jpql = new FilterJpql(scope, listing.filter(), now());
        if (jpql.exact()) {
            List<MemoryEntity> page = listing.after().isPresent() && listing.offset() == 0
                    ? after(em, jpql, listing.order(), listing.after().get(), listing.limit())
                    : skipping(em, jpql, listing);
            return new MemoryPage(
                    page.stream().map(MemoryEntity::toMemory).toList(), count(tx, scope, listing.filter()));
        }
        return tested(tx, scope, listing);
    }

    /** Test every memory the database cannot tell apart, holding no more than a page of them. */
    private MemoryPage tested(Tx tx, Scope scope, Listing listing) throws SQLException {
        List<Memory> page = new ArrayList<>();
        int[] meant = {0};
        scan(tx.em(), scope, listing.filter(), listing.order(), listing.after(), memory -> {
            if (meant[0]++ >= listing.offset() && page.size() < listing.limit()) {
                page.add(memory);
            }
        });
        // a listing that begins at the first has just seen them all
        return new MemoryPage(page, listing.after().isEmpty() ? meant[0] : count(tx, scope, listing.filter()));
    }

    /** Give every memory that is meant to a consumer, in order. */
    void scan(
            EntityManager em,
            Scope scope,
            Filter filter,
            Order order,
            Optional<Listing.Position> after,
            Consumer<Memory> consumer) {
        Optional<Listing.Position> last = after;
        while (true) {
            List<MemoryEntity> page = page(em, scope, filter, order, last, now());
            for (MemoryEntity entity : page) {
                Memory memory = entity.toMemory();
                if (filter.test(memory)) {
                    consumer.accept(memory);
                }
            }
            if (page.size() < PAGE) {
                return;
            }
            last = Optional.of(position(page.get(page.size() - 1)));
            em.clear();
        }
    }

    static Listing.Position position(MemoryEntity memory) {
        return new Listing.Position(Millis.instant(memory.createdAt), memory.id);
    }

    /** Return the next page of what is meant, or of a little more if the filter asks for metadata. */
    List<MemoryEntity> page(
            EntityManager em, Scope scope, Filter filter, Order order, Optional<Listing.Position> after, long now) {
        FilterJpql jpql = new FilterJpql(scope, filter, now);
        return after.isPresent()
                ? after(em, jpql, order, after.get(), PAGE)
                : query(em, jpql, "", order).setMaxResults(PAGE).getResultList();
    }

    /**
     * Read on behind an entry. The rest of its millisecond first, then what lies behind: two ranges of the index, where one
     * condition for both would look again at what was read.
     */
    private List<MemoryEntity> after(
            EntityManager em, FilterJpql jpql, Order order, Listing.Position after, int limit) {
        String behind = order == Order.NEWEST_FIRST ? "<" : ">";
        long at = Millis.of(after.createdAt());
        List<MemoryEntity> page =
                new ArrayList<>(query(em, jpql, "m.createdAt = :at and m.id " + behind + " :after", order)
                        .setParameter("at", at)
                        .setParameter("after", after.id())
                        .setMaxResults(limit)
                        .getResultList());
        if (page.size() < limit) {
            page.addAll(query(em, jpql, "m.createdAt " + behind + " :at", order)
                    .setParameter("at", at)
                    .setMaxResults(limit - page.size())
                    .getResultList());
        }
        return page;
    }

    private List<MemoryEntity> skipping(EntityManager em, FilterJpql jpql, Listing listing) {
        if (listing.after().isEmpty()) {
            return query(em, jpql, "", listing.order())
                    .setFirstResult(listing.offset())
                    .setMaxResults(listing.limit())
                    .getResultList();
        }
        String behind = listing.order() == Order.NEWEST_FIRST ? "<" : ">";
        return query(
                        em,
                        jpql,
                        "(m.createdAt " + behind + " :at or m.createdAt = :at and m.id " + behind + " :after)",
                        listing.order())
                .setParameter("at", Millis.of(listing.after().get().createdAt()))
                .setParameter("after", listing.after().get().id())
                .setFirstResult(listing.offset())
                .setMaxResults(listing.limit())
                .getResultList();
    }

    private static TypedQuery<MemoryEntity> query(EntityManager em, FilterJpql jpql, String further, Order order) {
        String text = "select m from Memory m where " + jpql.where(further) + " order by "
                + jpql.orderBy(order == Order.NEWEST_FIRST);
        // nothing read here is ever changed: a hint each provider knows by its own name, and passes over the other's
        return jpql.bind(em.createQuery(text, MemoryEntity.class))
                .setHint("eclipselink.read-only", true)
                .setHint("org.hibernate.readOnly", true);
    }
}
