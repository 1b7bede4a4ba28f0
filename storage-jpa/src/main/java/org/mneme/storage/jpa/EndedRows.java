package org.mneme.storage.jpa;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Remove the rows of a kind of work that ended long ago, some in each transaction. */
final class EndedRows {

    /** How many are removed in one transaction. */
    private static final int AT_ONCE = 500;

    private EndedRows() {}

    /** Remove some rows of one workspace, and what belongs to them, unless they are due again. */
    @FunctionalInterface
    interface Removal {
        void remove(EntityManager em, String workspace, Collection<String> ids);
    }

    /**
     * Remove all that ended before a time, and return how many.
     *
     * @param entity the entity's name; it has a workspace, an id, and {@code dueAt} and {@code updatedAt} in milliseconds
     */
    static int remove(JpaTransactions transactions, String entity, Instant before, Removal removal) {
        int removed = 0;
        int last;
        do {
            last = transactions.write(tx -> removeSome(tx.em(), entity, Millis.of(before), removal));
            removed += last;
        } while (last == AT_ONCE);
        return removed;
    }

    private static int removeSome(EntityManager em, String entity, long before, Removal removal) {
        List<Object[]> ended = em.createQuery(
                        "select e.workspace, e.id from " + entity
                                + " e where e.dueAt = :never and e.updatedAt < :before",
                        Object[].class)
                .setParameter("never", Millis.NEVER)
                .setParameter("before", before)
                .setMaxResults(AT_ONCE)
                .getResultList();
        // in one order everywhere, so that two servers seldom wait for each other
        Map<String, List<String>> byWorkspace = ended.stream()
                .collect(Collectors.groupingBy(
                        row -> (String) row[0],
                        TreeMap::new,
                        Collectors.mapping(row -> (String) row[1], Collectors.toList())));
        byWorkspace.forEach((workspace, ids) -> removal.remove(em, workspace, ids));
        return ended.size();
    }
}
