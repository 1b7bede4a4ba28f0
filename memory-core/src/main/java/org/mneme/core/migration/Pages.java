package org.mneme.core.migration;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.Part;
import org.mneme.spi.storage.WorkspaceTransfer;

/**
 * Read a part of a workspace page by page, the next page while the one before is looked at, so that both storages work at the
 * same time. Holds one page.
 */
final class Pages {

    static final int SIZE = 250;

    private final WorkspaceTransfer transfer;
    private final Scope workspace;
    private final Part part;
    private final Executor workers;
    private FutureTask<List<TransferItem>> ahead;

    /** Begin to read behind an id, or at the beginning. */
    Pages(WorkspaceTransfer transfer, Scope workspace, Part part, Optional<String> after, Executor workers) {
        this.transfer = transfer;
        this.workspace = workspace;
        this.part = part;
        this.workers = workers;
        this.ahead = begin(after);
    }

    private FutureTask<List<TransferItem>> begin(Optional<String> after) {
        FutureTask<List<TransferItem>> read = new FutureTask<>(() -> transfer.page(workspace, part, after, SIZE));
        try {
            workers.execute(read);
        } catch (RejectedExecutionException e) {
            // then whoever needs it reads it
        }
        return read;
    }

    /** Return the next page; empty at the end, and then not to be asked again. */
    List<TransferItem> next() {
        // all workers may be busy, this one among them: a page nobody has begun is read here
        ahead.run();
        List<TransferItem> page = read();
        if (!page.isEmpty()) {
            ahead = begin(Optional.of(page.get(page.size() - 1).id()));
        }
        return page;
    }

    private List<TransferItem> read() {
        try {
            return ahead.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WorkspaceMove.stopping(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MemoryException failure) {
                throw failure;
            }
            throw MemoryException.defect("a page of a workspace cannot be read", e.getCause());
        }
    }
}
