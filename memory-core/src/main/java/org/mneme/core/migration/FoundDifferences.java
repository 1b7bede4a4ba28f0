package org.mneme.core.migration;

import java.util.ArrayList;
import java.util.List;
import org.mneme.core.migration.MigrationReport.Mismatch;
import org.mneme.spi.storage.Fingerprint;
import org.mneme.spi.storage.TransferItem;

/** Name what differs, and change nothing. */
final class FoundDifferences implements PartComparison.Differences {

    private static final int NAMED = 100;

    private final Runnable everyPage;
    private final List<Mismatch> mismatches = new ArrayList<>();
    private long mismatched;

    FoundDifferences(Runnable everyPage) {
        this.everyPage = everyPage;
    }

    @Override
    public void missing(TransferItem source) {
        add(source, "missing", List.of());
    }

    @Override
    public void different(TransferItem source, TransferItem target) {
        add(source, "different", Fingerprint.differences(source, target));
    }

    @Override
    public void additional(TransferItem target) {
        add(target, "additional", List.of());
    }

    @Override
    public void reached(String id, int items) {
        everyPage.run();
    }

    private void add(TransferItem item, String what, List<String> fields) {
        mismatched++;
        if (mismatches.size() < NAMED) {
            mismatches.add(new Mismatch(MigrationReport.word(item.part()), item.id(), what, fields));
        }
    }

    List<Mismatch> mismatches() {
        return mismatches;
    }

    long mismatched() {
        return mismatched;
    }
}
