package org.mneme.storage.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mneme.spi.storage.DeliveryStore.Leased;
import org.mneme.spi.storage.Lease;

/**
 * Find the deliveries that wait longest, and take them.
 *
 * <p>The way goes from webhook to webhook, the one whose first delivery waits longest first: each is asked for a few rows of
 * its index, so neither the number of deliveries that wait nor of those that have ended matters. Only what is taken is
 * locked, past what others are just taking.
 */
final class DueDeliveries {

    private final Dialect dialect;

    DueDeliveries(Dialect dialect) {
        this.dialect = dialect;
    }

    /** A webhook that has something due, and since when. */
    private record Waiting(String workspace, String webhook, long since) {}

    /** A delivery, and since when it is due. */
    record Due(String workspace, String id, long since) {}

    /** Return the deliveries of enabled webhooks that wait longest, longest first. */
    List<Due> longest(EntityManager em, Instant now, int limit, int perWebhook, Set<String> except) {
        List<Due> found = new ArrayList<>();
        for (Waiting webhook : waiting(em, now, except)) {
            // no row of this webhook, nor of any behind it, has waited longer than these
            long longer =
                    found.stream().filter(row -> row.since() < webhook.since()).count();
            if (longer >= limit) {
                break;
            }
            found.addAll(of(em, webhook, now, Math.min(limit, perWebhook)));
        }
        return found.stream()
                .sorted(Comparator.comparingLong(Due::since).thenComparing(Due::id))
                .limit(limit)
                .toList();
    }

    private static List<Waiting> waiting(EntityManager em, Instant now, Set<String> except) {
        String excepted =
                except.isEmpty() ? "" : " and w.id not in (" + NativeQueries.parameters(2, except.size()) + ")";
        // ordered by all columns of the index, so that only its first row is looked at
        Query query = em.createNativeQuery("select w.workspace, w.id, (select d.due_at from delivery d"
                        + " where d.workspace = w.workspace and d.webhook = w.id and d.due_at <= ?1"
                        + " order by d.workspace, d.webhook, d.due_at, d.id limit 1) as since"
                        + " from webhook w where w.enabled = true" + excepted)
                .setParameter(1, Millis.of(now));
        NativeQueries.bind(query, 2, except);
        List<Waiting> waiting = new ArrayList<>();
        for (Object row : query.getResultList()) {
            Object[] columns = (Object[]) row;
            if (columns[2] != null) {
                waiting.add(new Waiting((String) columns[0], (String) columns[1], ((Number) columns[2]).longValue()));
            }
        }
        waiting.sort(Comparator.comparingLong(Waiting::since));
        return waiting;
    }

    private static List<Due> of(EntityManager em, Waiting webhook, Instant now, int most) {
        Query query = em.createNativeQuery("select id, due_at from delivery where workspace = ?1 and webhook = ?2"
                        + " and due_at <= ?3 order by workspace, webhook, due_at, id limit " + most)
                .setParameter(1, webhook.workspace())
                .setParameter(2, webhook.webhook())
                .setParameter(3, Millis.of(now));
        List<Due> due = new ArrayList<>();
        for (Object row : query.getResultList()) {
            Object[] columns = (Object[]) row;
            due.add(new Due(webhook.workspace(), (String) columns[0], ((Number) columns[1]).longValue()));
        }
        return due;
    }

    /** Lease those of some deliveries that are still due and that nobody else is just taking, in the order given. */
    List<Leased> take(EntityManager em, List<Due> wanted, Instant now, Lease lease) {
        Map<WorkspaceKey, DeliveryEntity> taken = new HashMap<>();
        wanted.stream()
                .collect(Collectors.groupingBy(Due::workspace, Collectors.mapping(Due::id, Collectors.toList())))
                .forEach((workspace, ids) -> take(em, workspace, locked(em, workspace, ids, now), lease)
                        .forEach(each -> taken.put(new WorkspaceKey(workspace, each.id), each)));
        return wanted.stream()
                .map(each -> taken.get(new WorkspaceKey(each.workspace(), each.id())))
                .filter(each -> each != null)
                .map(each -> new Leased(each.toDelivery(), new Lease(lease.owner(), each.leaseToken, lease.until())))
                .toList();
    }

    private List<String> locked(EntityManager em, String workspace, List<String> ids, Instant now) {
        Query query = em.createNativeQuery("select id from delivery where workspace = ?1 and due_at <= ?2 and id in ("
                        + NativeQueries.parameters(3, ids.size()) + ")" + dialect.skipLocked())
                .setParameter(1, workspace)
                .setParameter(2, Millis.of(now));
        NativeQueries.bind(query, 3, ids);
        return NativeQueries.strings(query);
    }

    private static List<DeliveryEntity> take(EntityManager em, String workspace, List<String> ids, Lease lease) {
        if (ids.isEmpty()) {
            return List.of();
        }
        em.createQuery("update Delivery d set d.leaseOwner = :owner, d.leaseToken = d.leaseToken + 1,"
                        + " d.leaseUntil = :until, d.dueAt = :until where d.workspace = :workspace and d.id in :ids")
                .setParameter("owner", lease.owner())
                .setParameter("until", Millis.of(lease.until()))
                .setParameter("workspace", workspace)
                .setParameter("ids", ids)
                .executeUpdate();
        return em.createQuery(
                        "select d from Delivery d where d.workspace = :workspace and d.id in :ids",
                        DeliveryEntity.class)
                .setParameter("workspace", workspace)
                .setParameter("ids", ids)
                .getResultList();
    }
}
