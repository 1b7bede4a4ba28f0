package org.mneme.storage.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Find the deliveries that wait longest, and lock them past those that others are just taking.
 *
 * <p>The way goes from webhook to webhook, the one whose first delivery waits longest first: each is asked for a few rows of
 * its index, so neither the number of deliveries that wait nor of those that have ended matters.
 */
final class DueDeliveries {

    private static final Comparator<DeliveryEntity> LONGEST_WAITING =
            Comparator.<DeliveryEntity>comparingLong(each -> each.dueAt).thenComparing(each -> each.id);

    private final Dialect dialect;

    DueDeliveries(Dialect dialect) {
        this.dialect = dialect;
    }

    /** A webhook that has something due, and since when. */
    record Waiting(String workspace, String webhook, long since) {}

    /** Return the enabled webhooks with a due delivery, the longest waiting first. */
    List<Waiting> waiting(EntityManager em, Instant now, Set<String> except) {
        String excepted =
                except.isEmpty() ? "" : " and w.id not in (" + NativeQueries.parameters(2, except.size()) + ")";
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

    /** Lock the longest waiting deliveries, at most {@code limit} and {@code perWebhook} of one webhook. */
    List<DeliveryEntity> locked(EntityManager em, List<Waiting> waiting, Instant now, int limit, int perWebhook) {
        List<DeliveryEntity> locked = new ArrayList<>();
        for (Waiting webhook : waiting) {
            // no row of this webhook, nor of any behind it, has waited longer than these
            long longer =
                    locked.stream().filter(row -> row.dueAt < webhook.since()).count();
            if (longer >= limit) {
                break;
            }
            locked.addAll(lockedOf(em, webhook, now, Math.min(limit, perWebhook)));
        }
        return locked.stream().sorted(LONGEST_WAITING).limit(limit).toList();
    }

    private List<DeliveryEntity> lockedOf(EntityManager em, Waiting webhook, Instant now, int most) {
        // ordered by all columns of the index, so that no row behind those is looked at or locked
        Query query = em.createNativeQuery("select id from delivery where workspace = ?1 and webhook = ?2"
                        + " and due_at <= ?3 order by workspace, webhook, due_at, id limit " + most
                        + dialect.skipLocked())
                .setParameter(1, webhook.workspace())
                .setParameter(2, webhook.webhook())
                .setParameter(3, Millis.of(now));
        List<String> ids = NativeQueries.strings(query);
        if (ids.isEmpty()) {
            return List.of();
        }
        return em.createQuery(
                        "select d from Delivery d where d.workspace = :workspace and d.id in :ids",
                        DeliveryEntity.class)
                .setParameter("workspace", webhook.workspace())
                .setParameter("ids", ids)
                .getResultList();
    }
}
