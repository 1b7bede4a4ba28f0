package org.mneme.core.migration;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Fingerprint;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.Part;
import org.mneme.spi.storage.WorkspaceTransfer;

/** Compare a part of a workspace in two storages, both walked once in the order of ids. */
final class PartComparison {

    /** What the comparison finds; told in the order of ids. */
    interface Differences {

        /** The target lacks it. */
        void missing(TransferItem source);

        /** The target has another state of it. */
        void different(TransferItem source, TransferItem target);

        /** The source has no such thing. */
        void additional(TransferItem target);

        /** Both were walked up to this id; {@code items} were compared since it was last told. */
        void reached(String id, int items);
    }

    private final Cursor source;
    private final Cursor target;
    private final Tally sourceTally = new Tally();
    private final Tally targetTally = new Tally();
    private final Differences differences;

    PartComparison(
            WorkspaceTransfer from,
            WorkspaceTransfer to,
            Scope workspace,
            Part part,
            Optional<String> after,
            Executor workers,
            Differences differences) {
        this.source = Cursor.over(from, workspace, part, after, workers);
        this.target = Cursor.over(to, workspace, part, after, workers);
        this.differences = differences;
    }

    void run() {
        int compared = 0;
        while (true) {
            Optional<TransferItem> ours = source.peek();
            Optional<TransferItem> theirs = target.peek();
            if (ours.isEmpty() && theirs.isEmpty()) {
                return;
            }
            String id = step(ours, theirs);
            compared++;
            if (compared == Pages.SIZE) {
                differences.reached(id, compared);
                compared = 0;
            }
        }
    }

    /** Pass what has the lower id, or both, and return that id. */
    private String step(Optional<TransferItem> ours, Optional<TransferItem> theirs) {
        int order = ours.isEmpty()
                ? 1
                : theirs.map(other -> ours.get().id().compareTo(other.id())).orElse(-1);
        Optional<byte[]> left = order <= 0 ? Optional.of(Fingerprint.of(ours.get())) : Optional.empty();
        Optional<byte[]> right = order >= 0 ? Optional.of(Fingerprint.of(theirs.get())) : Optional.empty();
        left.ifPresent(sourceTally::add);
        right.ifPresent(targetTally::add);
        if (order < 0) {
            differences.missing(ours.get());
        } else if (order > 0) {
            differences.additional(theirs.get());
        } else if (!Arrays.equals(left.get(), right.get())) {
            differences.different(ours.get(), theirs.get());
        }
        String id = (order <= 0 ? ours : theirs).get().id();
        if (order <= 0) {
            source.pass();
        }
        if (order >= 0) {
            target.pass();
        }
        return id;
    }

    Tally source() {
        return sourceTally;
    }

    Tally target() {
        return targetTally;
    }
}
