package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.AgentEvent;
import org.mneme.api.ApiKey;
import org.mneme.api.Delivery;
import org.mneme.api.Handoff;
import org.mneme.api.Job;
import org.mneme.api.Scope;
import org.mneme.spi.storage.IdempotencyStore.Request;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.Lease;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.AnswerItem;
import org.mneme.spi.storage.TransferItem.Part;

/** Read and put everything but memories as it is. */
final class RecordTransfer {

    private static final List<Map<String, Object>> BY_ID = List.of(Map.of("id", "asc"));

    private final Records records;
    private final Outbox outbox;
    private final WaitingDeliveries waiting;
    private final Agenda agenda;
    private final JobStore jobs;

    RecordTransfer(Records records, Outbox outbox, WaitingDeliveries waiting, Agenda agenda, JobStore jobs) {
        this.records = records;
        this.outbox = outbox;
        this.waiting = waiting;
        this.agenda = agenda;
        this.jobs = jobs;
    }

    List<TransferItem> page(Scope workspace, Part part, Optional<String> afterId, int limit) {
        if (afterId.isEmpty()) {
            settle(workspace, part);
        }
        List<Map<String, Object>> query =
                new ArrayList<>(List.of(Queries.term("kind", kind(part)), Queries.term("ws", workspace.workspace())));
        afterId.ifPresent(id -> query.add(Queries.range("id", Map.of("gt", Terms.of(id)))));
        return records.find(Queries.all(query), BY_ID, limit).stream()
                .map(doc -> item(part, doc))
                .toList();
    }

    /** Make records of what waits in other documents, and see all of them. */
    private void settle(Scope workspace, Part part) {
        if (part == Part.DELIVERY) {
            outbox.dispatch(workspace.workspace());
        }
        if (part == Part.JOB || part == Part.EVENT) {
            records.refresh();
            ElasticsearchJobStore.dispatchEvents(records, jobs);
        }
        records.refresh();
    }

    private static String kind(Part part) {
        return switch (part) {
            case KEY -> ElasticsearchWorkspaceStore.KEY;
            case USAGE -> ElasticsearchWorkspaceStore.USAGE;
            case PROJECT -> ElasticsearchWorkspaceStore.PROJECT;
            case DELIVERY -> ElasticsearchDeliveryStore.KIND;
            case JOB -> ElasticsearchJobStore.KIND;
            case EVENT -> ElasticsearchAgentStore.EVENT;
            case HANDOFF -> ElasticsearchAgentStore.HANDOFF;
            case ANSWER -> ElasticsearchIdempotencyStore.KIND;
            case MEMORY, WEBHOOK -> throw new IllegalArgumentException(part + " has no record for each");
        };
    }

    private static TransferItem item(Part part, Cluster.Doc doc) {
        return switch (part) {
            case KEY -> new TransferItem.KeyItem(ElasticsearchWorkspaceStore.key(doc));
            case USAGE ->
                new TransferItem.UsageItem(
                        doc.source().path("id").asText(),
                        Records.data(doc, ElasticsearchWorkspaceStore.Usage.class)
                                .operations());
            case PROJECT ->
                new TransferItem.ProjectItem(Records.data(doc, ElasticsearchWorkspaceStore.Project.class)
                        .name());
            case DELIVERY -> delivery(ElasticsearchDeliveryStore.row(doc));
            case JOB -> new TransferItem.JobItem(ElasticsearchJobStore.row(doc).job());
            case EVENT ->
                new TransferItem.EventItem(
                        Records.data(doc, ElasticsearchAgentStore.Row.class).event());
            case HANDOFF -> new TransferItem.HandoffItem(Records.data(doc, Handoff.class));
            case ANSWER -> answer(ElasticsearchIdempotencyStore.row(doc));
            case MEMORY, WEBHOOK -> throw new IllegalArgumentException(part + " has no record for each");
        };
    }

    private static TransferItem delivery(ElasticsearchDeliveryStore.Row row) {
        return new TransferItem.DeliveryItem(row.delivery(), row.attempts());
    }

    private static TransferItem answer(ElasticsearchIdempotencyStore.Row row) {
        Optional<AnswerItem.Answered> answered = row.done()
                ? Optional.of(new AnswerItem.Answered(row.status(), row.body(), row.memories()))
                : Optional.empty();
        return new AnswerItem(
                new Request(row.route(), row.key(), row.fingerprint()),
                row.work(),
                row.since(),
                row.keepUntil(),
                answered);
    }

    /** The webhooks of a workspace are one document. */
    List<TransferItem> webhooks(Scope workspace, Optional<String> afterId, int limit) {
        return hooks(workspace).webhooks().stream()
                .<TransferItem>map(TransferItem.WebhookItem::new)
                .filter(item -> afterId.isEmpty() || item.id().compareTo(afterId.get()) > 0)
                .sorted(Comparator.comparing(TransferItem::id))
                .limit(limit)
                .toList();
    }

    private ElasticsearchWebhookStore.Hooks hooks(Scope workspace) {
        return hooks(records.get(ElasticsearchWebhookStore.id(workspace.workspace())));
    }

    private static ElasticsearchWebhookStore.Hooks hooks(Optional<Cluster.Doc> doc) {
        return doc.map(each -> Records.data(each, ElasticsearchWebhookStore.Hooks.class))
                .orElse(ElasticsearchWebhookStore.Hooks.NONE);
    }

    void put(Scope workspace, List<TransferItem> items) {
        Map<String, ObjectNode> sources = new LinkedHashMap<>();
        for (TransferItem item : items) {
            if (item instanceof TransferItem.WebhookItem each) {
                records.put(
                        ElasticsearchWebhookStore.id(workspace.workspace()),
                        doc -> ElasticsearchWebhookStore.source(
                                workspace.workspace(), hooks(doc).with(each.id(), Optional.of(each.webhook()))));
            } else {
                add(sources, workspace, item);
            }
        }
        if (!sources.isEmpty()) {
            records.putAll(sources);
        }
        waiting.lookAgain();
        agenda.list(
                workspace.workspace(),
                items.stream()
                        .filter(TransferItem.JobItem.class::isInstance)
                        .map(item -> ((TransferItem.JobItem) item).job())
                        .filter(job -> !job.state().ended())
                        .toList());
    }

    private static void add(Map<String, ObjectNode> sources, Scope workspace, TransferItem item) {
        String id = item.id();
        if (item instanceof TransferItem.KeyItem each) {
            sources.put(ElasticsearchWorkspaceStore.id(each.key()), ElasticsearchWorkspaceStore.source(each.key()));
        } else if (item instanceof TransferItem.UsageItem each) {
            sources.put(
                    ElasticsearchWorkspaceStore.usageId(workspace, id),
                    ElasticsearchWorkspaceStore.usageSource(workspace, id, each.operations()));
        } else if (item instanceof TransferItem.ProjectItem) {
            sources.put(
                    ElasticsearchWorkspaceStore.projectId(workspace, id),
                    ElasticsearchWorkspaceStore.projectSource(workspace, id));
        } else if (item instanceof TransferItem.DeliveryItem each) {
            Delivery delivery = each.delivery();
            sources.put(
                    ElasticsearchDeliveryStore.id(workspace.workspace(), id),
                    ElasticsearchDeliveryStore.source(
                            new ElasticsearchDeliveryStore.Row(delivery, Optional.empty(), 0, each.attempts())));
        } else if (item instanceof TransferItem.JobItem each) {
            Job job = each.job();
            sources.put(
                    ElasticsearchJobStore.id(workspace.workspace(), id),
                    ElasticsearchJobStore.source(new ElasticsearchJobStore.Row(job, Optional.empty(), 0)));
        } else if (item instanceof TransferItem.EventItem each) {
            AgentEvent event = each.event();
            sources.put(
                    ElasticsearchAgentStore.id(ElasticsearchAgentStore.EVENT, workspace, id),
                    ElasticsearchAgentStore.source(new ElasticsearchAgentStore.Row(event, Optional.empty())));
        } else if (item instanceof TransferItem.HandoffItem each) {
            sources.put(
                    ElasticsearchAgentStore.id(ElasticsearchAgentStore.HANDOFF, workspace, id),
                    ElasticsearchAgentStore.source(each.handoff()));
        } else if (item instanceof AnswerItem each) {
            sources.put(
                    ElasticsearchIdempotencyStore.id(workspace, each.request()),
                    ElasticsearchIdempotencyStore.source(row(workspace, each)));
        }
    }

    private static ElasticsearchIdempotencyStore.Row row(Scope workspace, AnswerItem item) {
        return new ElasticsearchIdempotencyStore.Row(
                workspace.workspace(),
                item.request().route(),
                item.request().key(),
                item.request().fingerprint(),
                item.work(),
                item.since(),
                // one that has ended
                new Lease("", 0, item.since()),
                item.keepUntil(),
                item.answer().isPresent(),
                item.answer().map(AnswerItem.Answered::status).orElse(0),
                item.answer().flatMap(AnswerItem.Answered::body),
                item.answer().map(AnswerItem.Answered::memories).orElse(List.of()));
    }

    void remove(Scope workspace, Part part, Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        if (part == Part.WEBHOOK) {
            removeWebhooks(workspace, Set.copyOf(ids));
            return;
        }
        if (part == Part.DELIVERY) {
            outbox.dispatch(workspace.workspace());
        }
        records.removeAll(Queries.all(List.of(
                Queries.term("kind", kind(part)),
                Queries.term("ws", workspace.workspace()),
                Queries.terms("id", ids.stream().map(Terms::of).toList()))));
    }

    private void removeWebhooks(Scope workspace, Set<String> ids) {
        records.change(ElasticsearchWebhookStore.id(workspace.workspace()), doc -> {
            ElasticsearchWebhookStore.Hooks hooks = hooks(Optional.of(doc));
            for (String id : ids) {
                hooks = hooks.with(id, Optional.empty());
            }
            return Optional.of(ElasticsearchWebhookStore.source(workspace.workspace(), hooks));
        });
    }

    /** Administrators' keys belong to no workspace. */
    List<ApiKey> administrators() {
        records.refresh();
        return records
                .find(
                        Queries.all(
                                List.of(Queries.term("kind", ElasticsearchWorkspaceStore.KEY), Queries.term("ws", ""))),
                        List.of(Map.of("created", "asc"), Map.of("id", "asc")),
                        10_000)
                .stream()
                .map(ElasticsearchWorkspaceStore::key)
                .toList();
    }
}
