package org.mneme.storage.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mneme.api.Delivery;
import org.mneme.api.Scope;
import org.mneme.spi.storage.DeliveryStore.Logged;
import org.mneme.spi.storage.DeliveryStore.Query;

/** Read and delete deliveries with their attempts, within a transaction that may do more. */
final class DeliveryRows {

    private DeliveryRows() {}

    /** Return the deliveries a query means, newest first; {@code further} is a condition more. */
    static List<DeliveryEntity> matching(EntityManager em, Scope scope, Query asked, String further) {
        StringBuilder jpql = new StringBuilder("select d from Delivery d where d.workspace = :workspace");
        asked.webhook().ifPresent(webhook -> jpql.append(" and d.webhook = :webhook"));
        asked.state().ifPresent(state -> jpql.append(" and d.state = :state"));
        asked.since().ifPresent(since -> jpql.append(" and d.createdAt >= :since"));
        jpql.append(further).append(" order by d.workspace desc, d.createdAt desc, d.id desc");
        TypedQuery<DeliveryEntity> query = em.createQuery(jpql.toString(), DeliveryEntity.class)
                .setParameter("workspace", scope.workspace())
                .setMaxResults(asked.limit());
        asked.webhook().ifPresent(webhook -> query.setParameter("webhook", webhook));
        asked.state().ifPresent(state -> query.setParameter("state", state.name()));
        asked.since().ifPresent(since -> query.setParameter("since", Millis.atOrAfter(since)));
        return query.getResultList();
    }

    /** Return deliveries of one workspace with their attempts, in the order given. */
    static List<Logged> logged(EntityManager em, String workspace, Collection<DeliveryEntity> deliveries) {
        if (deliveries.isEmpty()) {
            return List.of();
        }
        Map<String, List<Delivery.Attempt>> attempts = new HashMap<>();
        em.createQuery(
                        "select a from DeliveryAttempt a where a.workspace = :workspace and a.delivery in :deliveries"
                                + " order by a.number",
                        DeliveryAttemptEntity.class)
                .setParameter("workspace", workspace)
                .setParameter(
                        "deliveries",
                        deliveries.stream().map(delivery -> delivery.id).toList())
                .getResultList()
                .forEach(each -> attempts.computeIfAbsent(each.delivery, id -> new ArrayList<>())
                        .add(each.toAttempt()));
        return deliveries.stream()
                .map(each -> new Logged(each.toDelivery(), attempts.getOrDefault(each.id, List.of())))
                .toList();
    }

    static void removeOfWebhook(EntityManager em, String workspace, String webhook) {
        em.createQuery("delete from DeliveryAttempt a where a.workspace = :workspace and a.delivery in"
                        + " (select d.id from Delivery d where d.workspace = :workspace and d.webhook = :webhook)")
                .setParameter("workspace", workspace)
                .setParameter("webhook", webhook)
                .executeUpdate();
        em.createQuery("delete from Delivery d where d.workspace = :workspace and d.webhook = :webhook")
                .setParameter("workspace", workspace)
                .setParameter("webhook", webhook)
                .executeUpdate();
    }

    /** Delete those of some deliveries that have ended; one that was made due again meanwhile stays. */
    static void removeEnded(EntityManager em, String workspace, Collection<String> ids) {
        em.createQuery("delete from Delivery d where d.workspace = :workspace and d.id in :ids and d.dueAt = :never")
                .setParameter("workspace", workspace)
                .setParameter("ids", ids)
                .setParameter("never", Millis.NEVER)
                .executeUpdate();
        em.createQuery("delete from DeliveryAttempt a where a.workspace = :workspace and a.delivery in :ids"
                        + " and not exists (select d.id from Delivery d"
                        + " where d.workspace = a.workspace and d.id = a.delivery)")
                .setParameter("workspace", workspace)
                .setParameter("ids", ids)
                .executeUpdate();
    }
}
