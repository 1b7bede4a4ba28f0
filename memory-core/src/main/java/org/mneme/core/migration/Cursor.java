package org.mneme.core.migration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.Part;
import org.mneme.spi.storage.WorkspaceTransfer;

/** Walk a part of a workspace in the order of its ids, page by page. */
final class Cursor {

    static final int PAGE = 250;

    /** Parts that are small, and whose ids may be written in any script, which storages order differently. */
    private static final Set<Part> SORTED_HERE = EnumSet.of(Part.KEY, Part.USAGE, Part.PROJECT, Part.WEBHOOK);

    private final WorkspaceTransfer transfer;
    private final Scope workspace;
    private final Part part;
    private final Deque<TransferItem> page = new ArrayDeque<>();
    private Optional<String> last;
    private boolean ended;

    private Cursor(WorkspaceTransfer transfer, Scope workspace, Part part, Optional<String> after) {
        this.transfer = transfer;
        this.workspace = workspace;
        this.part = part;
        this.last = after;
    }

    static Cursor over(WorkspaceTransfer transfer, Scope workspace, Part part, Optional<String> after) {
        Cursor cursor = new Cursor(transfer, workspace, part, after);
        return SORTED_HERE.contains(part) ? cursor.sorted(after) : cursor;
    }

    private Cursor sorted(Optional<String> after) {
        last = Optional.empty();
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
        List<TransferItem> items = transfer.page(workspace, part, last, PAGE);
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
