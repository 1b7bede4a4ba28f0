package org.mneme.core.migration;

import java.util.ArrayList;
import java.util.List;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.Part;

/** Make the target equal to the source, a page at a time. */
final class CopyDifferences implements PartComparison.Differences {

    /** Told of each page after what differed in it is stored. */
    @FunctionalInterface
    interface Progress {
        void reached(int items, long changes, String id);
    }

    private final Storage to;
    private final Scope workspace;
    private final Part part;
    private final Progress progress;
    private final List<TransferItem> put = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();

    CopyDifferences(Storage to, Scope workspace, Part part, Progress progress) {
        this.to = to;
        this.workspace = workspace;
        this.part = part;
        this.progress = progress;
    }

    @Override
    public void missing(TransferItem source) {
        put.add(source);
    }

    @Override
    public void different(TransferItem source, TransferItem target) {
        put.add(source);
    }

    @Override
    public void additional(TransferItem target) {
        removed.add(target.id());
    }

    @Override
    public void reached(String id, int items) {
        progress.reached(items, flush(), id);
    }

    /** Store what is left, and return how much that changed. */
    long flush() {
        if (!removed.isEmpty()) {
            to.transfer().remove(workspace, part, List.copyOf(removed));
        }
        if (!put.isEmpty()) {
            to.transfer().put(workspace, List.copyOf(put));
        }
        long changes = (long) put.size() + removed.size();
        put.clear();
        removed.clear();
        return changes;
    }
}
