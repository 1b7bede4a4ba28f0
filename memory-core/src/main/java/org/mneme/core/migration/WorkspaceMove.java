package org.mneme.core.migration;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.mneme.api.Filter;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;
import org.mneme.core.job.JobRun;
import org.mneme.core.migration.Checkpoint.Phase;
import org.mneme.core.migration.MigrationReport.PartReport;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.TransferItem.Part;

/**
 * Move one workspace: make the target equal to the source, round by round, while it is open; then close it, and go on until a
 * comparison finds nothing different.
 *
 * <p>Each round compares everything by id, so it does not matter what was copied before, when, or by whom: what the source has
 * no longer, the target loses, and a worker that takes over need only go on.
 */
final class WorkspaceMove {

    private static final int ROUNDS = 3;

    /** So few changes in a round are caught up quickly enough with the workspace closed. */
    private static final int FEW = 1_000;

    private static final int CLOSED_ROUNDS = 10;

    private final Storage from;
    private final Storage to;
    private final MigrationOptions options;
    private final MigrationLocks locks;
    private final ReadOnlyGate gate;
    private final Clock clock;
    private final Executor workers;
    private final JobRun run;
    private final Scope workspace;
    private final Pace pace;
    private Checkpoint checkpoint;
    private long total;

    WorkspaceMove(
            Storage from,
            Storage to,
            MigrationOptions options,
            MigrationLocks locks,
            ReadOnlyGate gate,
            Clock clock,
            Executor workers,
            JobRun run) {
        this.from = from;
        this.to = to;
        this.options = options;
        this.locks = locks;
        this.gate = gate;
        this.clock = clock;
        this.workers = workers;
        this.run = run;
        this.workspace = Scope.of(run.job().scope().workspace());
        this.pace = new Pace(options.rate());
        this.checkpoint = Checkpoint.ofJson(run.job().checkpoint());
    }

    MigrationReport run() {
        prepare();
        total = Math.max(1, from.memories().count(workspace, Filter.all()));
        if (checkpoint.phase() == Phase.COPYING) {
            copyOpen();
            enter(Phase.CLOSING, clock.millis());
        }
        close();
        List<PartReport> parts = new ArrayList<>();
        for (Part part : Part.values()) {
            parts.add(copyClosed(part));
        }
        locks.with(workspace.workspace(), () -> {
            keep(checkpoint);
            changeReadOnly(to, false);
        });
        return new MigrationReport(
                true, checkpoint.round(), clock.millis() - checkpoint.closedAt(), parts, List.of(), 0);
    }

    /** Make what a workspace stands on: the model of its vectors, the administrators' keys, itself. */
    private void prepare() {
        sameModel(from, to);
        from.transfer().administrators().forEach(to.workspaces()::addKey);
        Workspace ours = from.workspaces().get(workspace).orElseThrow(MigrationService::noWorkspace);
        to.workspaces().create(ours.withReadOnly(true));
        to.workspaces().update(ours.withReadOnly(true));
        // one that was to move it away from there has no meaning any more
        to.jobs().remove(workspace, run.job().id());
    }

    /** Vectors of different models never meet, so the target has to have the source's model, or none yet. */
    static void sameModel(Storage from, Storage to) {
        Optional<EmbeddingSpaces.Space> ours = from.embeddingSpaces().active();
        Optional<EmbeddingSpaces.Space> theirs = to.embeddingSpaces().active();
        if (ours.isEmpty() || ours.equals(theirs)) {
            return;
        }
        if (theirs.isPresent()) {
            throw MemoryException.invalid(
                    "migration_model_mismatch",
                    "storage",
                    "The target storage holds vectors of " + theirs.get().model() + ", this one of "
                            + ours.get().model() + "; change the model of one of them first.");
        }
        to.embeddingSpaces().activate(ours.get());
    }

    private void copyOpen() {
        while (true) {
            for (Part part : Part.values()) {
                if (!checkpoint.isBehind(part)) {
                    checkpoint = checkpoint.at(part);
                    copy(part, checkpoint.after());
                }
            }
            if (checkpoint.changed() <= FEW || checkpoint.round() == ROUNDS) {
                return;
            }
            keep(checkpoint.nextRound());
        }
    }

    /** Copy what differs, from an id on; each page is stored before the checkpoint says so. */
    private PartComparison copy(Part part, Optional<String> after) {
        CopyDifferences copy = new CopyDifferences(to, workspace, part, (items, changes, id) -> {
            keep(checkpoint.reached(id, items, changes));
            tellProgress();
            if (checkpoint.phase() == Phase.COPYING) {
                pace.wait(items);
            }
        });
        PartComparison comparison =
                new PartComparison(from.transfer(), to.transfer(), workspace, part, after, workers, copy);
        comparison.run();
        run.stillMine();
        long rest = copy.flush();
        checkpoint = checkpoint.counted(rest);
        return comparison;
    }

    private void tellProgress() {
        double share = Math.min(1, (double) checkpoint.compared() / total);
        boolean first = checkpoint.phase() == Phase.COPYING && checkpoint.round() == 1;
        run.progress(first ? 0.8 * share : checkpoint.phase() == Phase.COPYING ? 0.8 : 0.9 + 0.09 * share);
    }

    private void enter(Phase phase, long closedAt) {
        keep(checkpoint.entered(phase, closedAt));
    }

    private void keep(Checkpoint next) {
        checkpoint = next;
        run.checkpoint(next.toJson());
    }

    private void close() {
        locks.with(workspace.workspace(), () -> {
            keep(checkpoint);
            changeReadOnly(from, true);
            gate.close(workspace.workspace());
        });
        long settled = checkpoint.closedAt() + options.settle().toMillis();
        while (clock.millis() < settled || othersRun()) {
            run.stillMine();
            Pace.sleep(Duration.ofMillis(100));
        }
        enter(Phase.VERIFYING, checkpoint.closedAt());
    }

    /** A worker that has a job of the workspace under way ends it or fails, for it cannot write any more. */
    private boolean othersRun() {
        return from.jobs().list(Optional.of(Job.State.RUNNING), 1_000).stream()
                .anyMatch(job -> job.scope().workspace().equals(workspace.workspace())
                        && !job.kind().equals(MigrationHandler.KIND));
    }

    private void changeReadOnly(Storage storage, boolean readOnly) {
        Workspace present = storage.workspaces().get(workspace).orElseThrow(MigrationService::noWorkspace);
        storage.workspaces().update(present.withReadOnly(readOnly));
    }

    /** Copy what differs until a whole comparison finds nothing. */
    private PartReport copyClosed(Part part) {
        for (int round = 0; round < CLOSED_ROUNDS; round++) {
            long before = checkpoint.changed();
            checkpoint = checkpoint.at(part).again();
            PartComparison comparison = copy(part, Optional.empty());
            if (checkpoint.changed() == before) {
                return PartReport.of(part, comparison.source(), comparison.target());
            }
        }
        throw MemoryException.conflict(
                "migration_unstable",
                "The " + MigrationReport.word(part)
                        + " items of the workspace change though it is closed for writing.");
    }

    static MemoryException stopping(InterruptedException e) {
        return MemoryException.unavailable("shutting_down", "the server stops", Duration.ofSeconds(5), e);
    }

    /** Hold a rate of items a second. */
    private static final class Pace {
        private final int rate;
        private long next = System.nanoTime();

        Pace(int rate) {
            this.rate = rate;
        }

        void wait(int items) {
            if (rate == 0) {
                return;
            }
            long now = System.nanoTime();
            next = Math.max(now - TimeUnit.SECONDS.toNanos(1), next) + items * TimeUnit.SECONDS.toNanos(1) / rate;
            sleep(Duration.ofNanos(Math.max(0, next - now)));
        }

        static void sleep(Duration duration) {
            try {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw stopping(e);
            }
        }
    }
}
