package org.mneme.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.mneme.api.ApiKey;
import org.mneme.api.Job;
import org.mneme.api.Scope;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.Part;
import org.mneme.spi.storage.WorkspaceTransfer;

class PartComparisonTest {

    private static final Scope WORKSPACE = Scope.of("ws_1");
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    private final Jobs source = new Jobs();
    private final Jobs target = new Jobs();
    private final List<String> told = new ArrayList<>();
    private Executor workers = Runnable::run;

    /** Keep jobs in memory. */
    private static final class Jobs implements WorkspaceTransfer {
        private final Map<String, TransferItem> items = new TreeMap<>();

        void add(Job job) {
            put(WORKSPACE, List.of(new TransferItem.JobItem(job)));
        }

        @Override
        public List<TransferItem> page(Scope workspace, Part part, Optional<String> afterId, int limit) {
            return items.values().stream()
                    .filter(item -> afterId.isEmpty() || item.id().compareTo(afterId.get()) > 0)
                    .limit(limit)
                    .toList();
        }

        @Override
        public void put(Scope workspace, List<TransferItem> added) {
            added.forEach(item -> items.put(item.id(), item));
        }

        @Override
        public void remove(Scope workspace, Part part, Collection<String> ids) {
            ids.forEach(items::remove);
        }

        @Override
        public List<ApiKey> administrators() {
            return List.of();
        }
    }

    private final PartComparison.Differences differences = new PartComparison.Differences() {
        @Override
        public void missing(TransferItem item) {
            told.add("missing " + item.id());
        }

        @Override
        public void different(TransferItem ours, TransferItem theirs) {
            told.add("different " + ours.id());
        }

        @Override
        public void additional(TransferItem item) {
            told.add("additional " + item.id());
        }

        @Override
        public void reached(String id, int items) {
            told.add("reached " + id + " after " + items);
        }
    };

    private PartComparison compared(Optional<String> after) {
        PartComparison comparison =
                new PartComparison(source, target, WORKSPACE, Part.JOB, after, workers, differences);
        comparison.run();
        return comparison;
    }

    private static Job job(String id, int n) {
        return Job.accepted(id, WORKSPACE, "ingest", Map.of("n", n), List.of(), AT);
    }

    @Test
    void whatIsMissingDifferentOrAdditionalIsToldInOrder() {
        source.add(job("a", 1));
        source.add(job("b", 1));
        source.add(job("d", 1));
        target.add(job("b", 2));
        target.add(job("c", 1));
        target.add(job("d", 1));

        PartComparison comparison = compared(Optional.empty());

        assertThat(told).containsExactly("missing a", "different b", "additional c");
        assertThat(comparison.source().count()).isEqualTo(3);
        assertThat(comparison.source().checksum())
                .isNotEqualTo(comparison.target().checksum());
    }

    @Test
    void aComparisonGoesOnBehindAnId() {
        source.add(job("a", 1));
        source.add(job("b", 1));
        target.add(job("a", 2));

        compared(Optional.of("a"));

        assertThat(told).containsExactly("missing b");
    }

    @Test
    void everyPageIsTold() {
        for (int i = 0; i < 2 * Pages.SIZE + 1; i++) {
            source.add(job("job_%05d".formatted(i), 1));
            target.add(job("job_%05d".formatted(i), 1));
        }

        PartComparison comparison = compared(Optional.empty());

        assertThat(told).containsExactly("reached job_00249 after 250", "reached job_00499 after 250");
        assertThat(comparison.source().checksum()).isEqualTo(comparison.target().checksum());
        assertThat(comparison.target().count()).isEqualTo(501);
    }

    @Test
    void whereNoWorkerIsFreeOrAllHaveStoppedThePagesAreReadAllTheSame() {
        for (int i = 0; i < Pages.SIZE + 1; i++) {
            source.add(job("job_%05d".formatted(i), 1));
            target.add(job("job_%05d".formatted(i), 1));
        }
        workers = neverComesTo -> {};
        assertThat(compared(Optional.empty()).target().count()).isEqualTo(Pages.SIZE + 1);

        workers = refused -> {
            throw new RejectedExecutionException("stopped");
        };
        assertThat(compared(Optional.empty()).target().count()).isEqualTo(Pages.SIZE + 1);
    }

    @Test
    void aJobUnderWayIsComparedAsItWillBeMovedAndTheMigrationItselfNotAtAll() {
        Job waiting = job("a", 1);
        source.add(waiting.moved(Job.State.RUNNING, 1, Optional.empty(), AT, AT));
        target.add(waiting.moved(Job.State.PENDING, 1, Optional.empty(), AT, AT));
        source.add(Job.accepted("b", WORKSPACE, MigrationHandler.KIND, Map.of(), List.of(), AT));

        assertThat(compared(Optional.empty()).source().count()).isEqualTo(1);
        assertThat(told).isEmpty();
    }
}
