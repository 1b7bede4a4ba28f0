package org.mneme.core.migration;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.mneme.api.Scope;
import org.mneme.core.job.JobHandler;
import org.mneme.core.job.JobRun;
import org.mneme.core.migration.MigrationReport.PartReport;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.TransferItem.Part;

/** Move a workspace to the other storage, or compare both. */
final class MigrationHandler implements JobHandler {

    static final String KIND = "migrate";
    static final String ACTION = "action";
    static final String MOVE = "move";
    static final String VERIFY = "verify";

    private final Storage source;
    private final Supplier<Storage> target;
    private final MigrationOptions options;
    private final MigrationLocks locks;
    private final ReadOnlyGate gate;
    private final Clock clock;
    private final Executor workers;

    /**
     * Make a handler.
     *
     * @param source the storage in use, as it is, without a guard
     * @param target opens the other one when it is first needed
     * @param workers read ahead in both
     */
    MigrationHandler(
            Storage source,
            Supplier<Storage> target,
            MigrationOptions options,
            MigrationLocks locks,
            ReadOnlyGate gate,
            Clock clock,
            Executor workers) {
        this.source = source;
        this.target = target;
        this.options = options;
        this.locks = locks;
        this.gate = gate;
        this.clock = clock;
        this.workers = workers;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> run(JobRun run) {
        MigrationReport report = VERIFY.equals(run.job().payload().get(ACTION))
                ? verify(run)
                : new WorkspaceMove(source, target.get(), options, locks, gate, clock, workers, run).run();
        return report.toJson();
    }

    private MigrationReport verify(JobRun run) {
        Scope workspace = Scope.of(run.job().scope().workspace());
        Storage to = target.get();
        FoundDifferences found = new FoundDifferences(run::stillMine);
        List<PartReport> parts = new ArrayList<>();
        for (Part part : Part.values()) {
            PartComparison comparison = new PartComparison(
                    source.transfer(), to.transfer(), workspace, part, Optional.empty(), workers, found);
            comparison.run();
            parts.add(PartReport.of(part, comparison.source(), comparison.target()));
            run.progress((part.ordinal() + 1.0) / (Part.values().length + 1));
        }
        return new MigrationReport(found.mismatched() == 0, 0, 0, parts, found.mismatches(), found.mismatched());
    }
}
