package org.mneme.core.migration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.Part;
import org.mneme.spi.storage.WorkspaceTransfer;

/** Walk a part of a workspace in the order of its ids, page by page. */
final class Cursor {

    /** Parts that are small, and whose ids may be written in any script, which storages order differently. */
    private static final Set<Part> SORTED_HERE = EnumSet.of(Part.KEY, Part.USAGE, Part.PROJECT, Part.WEBHOOK);

    private final Pages pages;
    private final Part part;
    private final Deque<TransferItem> page = new ArrayDeque<>();
    private Optional<String> last;
    private boolean ended;

    private Cursor(Pages pages, Part part, Optional<String> after) {
        this.pages = pages;
        this.part = part;
        this.last = after;
    }

    /** Begin to walk behind an id, or at the beginning; {@code workers} read ahead. */
    static Cursor over(
            WorkspaceTransfer transfer, Scope workspace, Part part, Optional<String> after, Executor workers) {
        boolean sorted = SORTED_HERE.contains(part);
        Optional<String> from = sorted ? Optional.empty() : after;
        Cursor cursor = new Cursor(new Pages(transfer, workspace, part, from, workers), part, from);
        return sorted ? cursor.sorted(after) : cursor;
    }

    private Cursor sorted(Optional<String> after) {
        List<TransferItem> all = new ArrayList<>();
        while (!ended) {
            fetch();
            all.addAll(page);
            page.clear();
        }
        all.stream()
                .filter(item -> after.isEmpty() || item.id().compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(TransferItem::id))
                .forEach(page::add);
        return this;
    }

    /** Return the next item without passing it; empty at the end. */
    Optional<TransferItem> peek() {
        while (page.isEmpty() && !ended) {
            fetch();
        }
        return Optional.ofNullable(page.peek());
    }

    void pass() {
        page.remove();
    }

    private void fetch() {
        List<TransferItem> items = pages.next();
        ended = items.isEmpty();
        for (TransferItem item : items) {
            if (last.isPresent() && item.id().compareTo(last.get()) <= 0 && !SORTED_HERE.contains(part)) {
                throw MemoryException.defect(
                        "the storage gives " + part + " " + item.id() + " after " + last.get(), null);
            }
            last = Optional.of(item.id());
            if (!isMigration(item)) {
                page.add(atRest(item));
            }
        }
    }

    /** The job that moves a workspace stays where it is. */
    private static boolean isMigration(TransferItem item) {
        return item instanceof TransferItem.JobItem job && job.job().kind().equals(MigrationHandler.KIND);
    }

    /** Whoever has a job under way has it in this storage only. */
    private static TransferItem atRest(TransferItem item) {
        if (item instanceof TransferItem.JobItem each && each.job().state() == Job.State.RUNNING) {
            Job job = each.job();
            return new TransferItem.JobItem(
                    job.moved(Job.State.PENDING, job.attempts(), job.failure(), job.notBefore(), job.updatedAt()));
        }
        return item;
    }
}
