package org.mneme.storage.jpa;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mneme.api.Delivery;
import org.mneme.api.Job;
import org.mneme.api.Scope;
import org.mneme.spi.storage.IdempotencyStore.Request;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.AnswerItem;
import org.mneme.spi.storage.TransferItem.Part;

/** Read and put everything but memories as it is, within a transaction. */
final class RecordTransfer {

    List<TransferItem> page(EntityManager em, String workspace, Part part, String after, int limit) {
        return switch (part) {
            case MEMORY -> throw new IllegalArgumentException("memories are no records");
            case KEY ->
                items(
                        find(em, ApiKeyEntity.class, "ApiKey", "id", workspace, after, limit),
                        row -> new TransferItem.KeyItem(row.toKey()));
            case USAGE ->
                items(
                        find(em, UsageEntity.class, "Usage", "period", workspace, after, limit),
                        row -> new TransferItem.UsageItem(row.period, row.operations));
            case PROJECT ->
                items(
                        find(em, ProjectEntity.class, "Project", "project", workspace, after, limit),
                        row -> new TransferItem.ProjectItem(row.project));
            case WEBHOOK ->
                items(
                        find(em, WebhookEntity.class, "Webhook", "id", workspace, after, limit),
                        row -> new TransferItem.WebhookItem(row.toWebhook()));
            case DELIVERY ->
                items(
                        DeliveryRows.logged(
                                em,
                                workspace,
                                find(em, DeliveryEntity.class, "Delivery", "id", workspace, after, limit)),
                        row -> new TransferItem.DeliveryItem(row.delivery(), row.attempts()));
            case JOB ->
                items(
                        JobRows.withPending(
                                em, workspace, find(em, JobEntity.class, "Job", "id", workspace, after, limit)),
                        TransferItem.JobItem::new);
            case EVENT ->
                items(
                        find(em, AgentEventEntity.class, "AgentEvent", "id", workspace, after, limit),
                        row -> new TransferItem.EventItem(row.toEvent()));
            case HANDOFF ->
                items(
                        find(em, HandoffEntity.class, "Handoff", "id", workspace, after, limit),
                        row -> new TransferItem.HandoffItem(row.toHandoff()));
            case ANSWER ->
                answers(
                        em,
                        workspace,
                        find(em, IdempotencyEntity.class, "Idempotency", "work", workspace, after, limit));
        };
    }

    private static <E> List<E> find(
            EntityManager em, Class<E> type, String entity, String id, String workspace, String after, int limit) {
        return em.createQuery(
                        "select e from " + entity + " e where e.workspace = :workspace and e." + id
                                + " > :after order by e." + id,
                        type)
                .setParameter("workspace", workspace)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    private static <E> List<TransferItem> items(List<E> rows, Function<E, TransferItem> item) {
        return rows.stream().map(item).toList();
    }

    private static List<TransferItem> answers(EntityManager em, String workspace, List<IdempotencyEntity> rows) {
        List<TransferItem> items = new ArrayList<>();
        Map<String, List<String>> memories = memories(em, workspace, rows);
        for (IdempotencyEntity row : rows) {
            Optional<AnswerItem.Answered> answered = Optional.ofNullable(row.status)
                    .map(status -> new AnswerItem.Answered(
                            status, Optional.ofNullable(row.body), memories.getOrDefault(row.work, List.of())));
            items.add(new AnswerItem(
                    new Request(row.route, row.requestKey, row.fingerprint),
                    row.work,
                    Millis.instant(row.firstUsedAt),
                    Millis.instant(row.keepUntil),
                    answered));
        }
        return items;
    }

    private static Map<String, List<String>> memories(
            EntityManager em, String workspace, List<IdempotencyEntity> rows) {
        Map<String, List<String>> memories = new HashMap<>();
        if (rows.isEmpty()) {
            return memories;
        }
        em.createQuery(
                        "select i.work, m.memory from Idempotency i, IdempotencyMemory m where i.workspace = :workspace"
                                + " and i.work in :works and m.workspace = i.workspace and m.route = i.route"
                                + " and m.requestKey = i.requestKey",
                        Object[].class)
                .setParameter("workspace", workspace)
                .setParameter("works", rows.stream().map(row -> row.work).toList())
                .getResultList()
                .forEach(pair -> memories.computeIfAbsent((String) pair[0], work -> new ArrayList<>())
                        .add((String) pair[1]));
        return memories;
    }

    void put(EntityManager em, String workspace, TransferItem item) {
        if (item instanceof TransferItem.KeyItem each) {
            em.merge(new ApiKeyEntity(each.key()));
        } else if (item instanceof TransferItem.UsageItem each) {
            em.merge(new UsageEntity(workspace, each.period(), each.operations()));
        } else if (item instanceof TransferItem.ProjectItem each) {
            em.merge(new ProjectEntity(new ProjectEntity.Key(workspace, each.project())));
        } else if (item instanceof TransferItem.WebhookItem each) {
            em.merge(new WebhookEntity(each.webhook()));
            JpaWebhookStore.changed(em, Scope.of(workspace));
        } else if (item instanceof TransferItem.DeliveryItem each) {
            putDelivery(em, workspace, each);
        } else if (item instanceof TransferItem.JobItem each) {
            putJob(em, workspace, each.job());
        } else if (item instanceof TransferItem.EventItem each) {
            em.merge(new AgentEventEntity(each.event()));
        } else if (item instanceof TransferItem.HandoffItem each) {
            em.merge(new HandoffEntity(each.handoff()));
        } else if (item instanceof AnswerItem each) {
            putAnswer(em, workspace, each);
        }
    }

    private static void putDelivery(EntityManager em, String workspace, TransferItem.DeliveryItem item) {
        deleteAttempts(em, workspace, List.of(item.id()));
        em.merge(new DeliveryEntity(item.delivery()));
        int number = 0;
        for (Delivery.Attempt attempt : item.attempts()) {
            em.persist(new DeliveryAttemptEntity(item.delivery(), ++number, attempt));
        }
    }

    private static void putJob(EntityManager em, String workspace, Job job) {
        JobRows.removePending(em, workspace, Set.of(job.id()));
        em.merge(new JobEntity(job));
        job.pending().forEach(pending -> em.persist(new PendingMemoryEntity(pending)));
    }

    private static void putAnswer(EntityManager em, String workspace, AnswerItem item) {
        deleteMemories(em, workspace, item.request().route(), item.request().key());
        IdempotencyEntity row = new IdempotencyEntity(workspace, item.request());
        row.fingerprint = item.request().fingerprint();
        row.work = item.work();
        row.firstUsedAt = Millis.of(item.since());
        row.keepUntil = Millis.of(item.keepUntil());
        row.status = item.answer().map(AnswerItem.Answered::status).orElse(null);
        row.body = item.answer().flatMap(AnswerItem.Answered::body).orElse(null);
        em.merge(row);
        item.answer()
                .ifPresent(answer -> answer.memories()
                        .forEach(memory -> em.persist(new IdempotencyMemoryEntity(workspace, item.request(), memory))));
    }

    private static void deleteMemories(EntityManager em, String workspace, String route, String key) {
        em.createQuery("delete from IdempotencyMemory m where m.workspace = :workspace and m.route = :route"
                        + " and m.requestKey = :key")
                .setParameter("workspace", workspace)
                .setParameter("route", route)
                .setParameter("key", key)
                .executeUpdate();
    }

    private static void deleteAttempts(EntityManager em, String workspace, Collection<String> deliveries) {
        em.createQuery("delete from DeliveryAttempt a where a.workspace = :workspace and a.delivery in :ids")
                .setParameter("workspace", workspace)
                .setParameter("ids", deliveries)
                .executeUpdate();
    }

    void remove(EntityManager em, String workspace, Part part, Collection<String> ids) {
        switch (part) {
            case MEMORY -> throw new IllegalArgumentException("memories are no records");
            case KEY -> delete(em, "ApiKey", "id", workspace, ids);
            case USAGE -> delete(em, "Usage", "period", workspace, ids);
            case PROJECT -> delete(em, "Project", "project", workspace, ids);
            case WEBHOOK -> {
                delete(em, "Webhook", "id", workspace, ids);
                JpaWebhookStore.changed(em, Scope.of(workspace));
            }
            case DELIVERY -> {
                deleteAttempts(em, workspace, ids);
                delete(em, "Delivery", "id", workspace, ids);
            }
            case JOB -> {
                JobRows.removePending(em, workspace, ids);
                delete(em, "Job", "id", workspace, ids);
            }
            case EVENT -> delete(em, "AgentEvent", "id", workspace, ids);
            case HANDOFF -> delete(em, "Handoff", "id", workspace, ids);
            case ANSWER -> removeAnswers(em, workspace, ids);
        }
    }

    private static void removeAnswers(EntityManager em, String workspace, Collection<String> works) {
        em.createQuery(
                        "select i from Idempotency i where i.workspace = :workspace and i.work in :works",
                        IdempotencyEntity.class)
                .setParameter("workspace", workspace)
                .setParameter("works", works)
                .getResultList()
                .forEach(row -> deleteMemories(em, workspace, row.route, row.requestKey));
        delete(em, "Idempotency", "work", workspace, works);
    }

    private static void delete(EntityManager em, String entity, String id, String workspace, Collection<String> ids) {
        em.createQuery("delete from " + entity + " e where e.workspace = :workspace and e." + id + " in :ids")
                .setParameter("workspace", workspace)
                .setParameter("ids", ids)
                .executeUpdate();
    }
}
