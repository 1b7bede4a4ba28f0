package org.mneme.core.migration;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.mneme.api.Ids;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;
import org.mneme.core.job.JobEngine;
import org.mneme.core.job.JobOptions;
import org.mneme.spi.storage.Storage;

/**
 * Start, watch and give up migrations of workspaces to another storage. Safe for several threads.
 *
 * <p>A migration is a job in the storage in use: one server has it at a time, and another goes on with it if that dies.
 */
public final class MigrationService implements AutoCloseable {

    /** A cluster may be away for long, and every start of a server is an attempt. */
    private static final int ATTEMPTS = 1_000_000;

    private final Storage source;
    private final Supplier<Storage> target;
    private final MigrationOptions options;
    private final MigrationLocks locks = new MigrationLocks();
    private final ReadOnlyGate gate;
    private final Clock clock;
    private final Optional<JobEngine> jobs;

    /** What a migration runs in; as for {@link JobEngine}. */
    public record Environment(JobOptions jobs, Executor workers, ScheduledExecutorService scheduler, Clock clock) {}

    /**
     * Begin to do the migrations there are, if there is a storage to move to.
     *
     * @param source the storage in use, without a guard
     * @param target opens the other one when it is first needed, and returns the same from then on
     * @param gate guards the storage in use
     */
    public MigrationService(
            Storage source,
            Supplier<Storage> target,
            MigrationOptions options,
            ReadOnlyGate gate,
            Environment environment) {
        this.source = source;
        this.target = target;
        this.options = options;
        this.gate = gate;
        this.clock = environment.clock();
        this.jobs = options.storage().map(id -> {
            MigrationHandler handler =
                    new MigrationHandler(source, target, options, locks, gate, clock, environment.workers());
            return new JobEngine(
                    source.jobs(),
                    List.of(handler),
                    oneAtATime(environment.jobs()),
                    environment.workers(),
                    environment.scheduler(),
                    clock);
        });
    }

    private static JobOptions oneAtATime(JobOptions jobs) {
        return new JobOptions(1, ATTEMPTS, jobs.backoff(), jobs.lease(), jobs.poll(), jobs.keep());
    }

    private static String jobId(String workspace) {
        return Ids.derivedJob(Instant.EPOCH, "migration of " + workspace);
    }

    /**
     * Start to move a workspace; if it is on its way, nothing changes.
     *
     * @param replace whether what the other storage holds of a workspace that is in use there may be overwritten
     * @throws MemoryException of kind {@code CONFLICT} if no storage to move to is configured, or the workspace is in use
     *     there; {@code NOT_FOUND} if there is no such workspace; {@code INVALID} if the other storage holds vectors of
     *     another model
     */
    public MigrationStatus start(String workspace, boolean replace) {
        JobEngine engine = engine();
        Workspace present = get(workspace);
        Optional<Job> job = job(workspace);
        if (job.filter(each -> !each.state().ended()).isPresent()) {
            return status(present, job.get());
        }
        Storage to = target.get();
        WorkspaceMove.sameModel(source, to);
        boolean inUse = to.workspaces()
                .get(Scope.of(workspace))
                .filter(other -> !other.readOnly())
                .isPresent();
        if (inUse && !replace) {
            throw MemoryException.conflict(
                    "workspace_in_use",
                    "The workspace can be written to in the other storage, so it may hold what this one does not;"
                            + " replace overwrites it.");
        }
        return submit(engine, present, MigrationHandler.MOVE);
    }

    /** Compare a workspace in both storages, changing nothing; exact if nobody writes to it meanwhile. */
    public MigrationStatus verify(String workspace) {
        JobEngine engine = engine();
        Workspace present = get(workspace);
        Optional<Job> job = job(workspace);
        if (job.filter(each -> !each.state().ended()).isPresent()) {
            return status(present, job.get());
        }
        return submit(engine, present, MigrationHandler.VERIFY);
    }

    private MigrationStatus submit(JobEngine engine, Workspace workspace, String action) {
        Scope scope = Scope.of(workspace.id());
        source.jobs().remove(scope, jobId(workspace.id()));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Job job = Job.accepted(
                jobId(workspace.id()),
                scope,
                MigrationHandler.KIND,
                Map.of(MigrationHandler.ACTION, action),
                List.of(),
                now);
        return status(workspace, engine.submit(scope, job, true).job());
    }

    /**
     * Give a migration up and open the workspace for writing here; in the other storage it stays closed.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if there is no such workspace; {@code UNAVAILABLE} if the other
     *     storage is configured and cannot be reached
     */
    public void cancel(String workspace) {
        get(workspace);
        locks.with(workspace, () -> {
            source.jobs().remove(Scope.of(workspace), jobId(workspace));
            if (options.storage().isPresent()) {
                // there first, so that it can never be written to in both
                change(target.get(), workspace, true);
            }
            change(source, workspace, false);
            gate.open(workspace);
        });
    }

    private static void change(Storage storage, String workspace, boolean readOnly) {
        storage.workspaces()
                .get(Scope.of(workspace))
                .filter(present -> present.readOnly() != readOnly)
                .ifPresent(present -> storage.workspaces().update(present.withReadOnly(readOnly)));
    }

    /**
     * Return how far a workspace is.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if there is no such workspace, or no migration of it
     */
    public MigrationStatus get(Scope scope) {
        Workspace workspace = get(scope.workspace());
        return job(workspace.id())
                .map(job -> status(workspace, job))
                .orElseThrow(() -> MemoryException.notFound(
                        "migration", "There is no migration of the workspace " + workspace.id() + "."));
    }

    /** Return the migrations there are, those of the oldest workspaces first. */
    public List<MigrationStatus> list() {
        return source.workspaces().list().stream()
                .flatMap(workspace -> job(workspace.id()).stream().map(job -> status(workspace, job)))
                .toList();
    }

    /** Return the id of the storage workspaces move to, if there is one. */
    public Optional<String> target() {
        return options.storage();
    }

    private JobEngine engine() {
        return jobs.orElseThrow(() -> MemoryException.conflict(
                "migration_not_configured", "Set mneme.migrate.storage to the storage to move to, and start again."));
    }

    private Workspace get(String workspace) {
        return source.workspaces().get(Scope.of(workspace)).orElseThrow(MigrationService::noWorkspace);
    }

    static MemoryException noWorkspace() {
        return MemoryException.notFound("workspace", "There is no such workspace.");
    }

    private Optional<Job> job(String workspace) {
        return source.jobs().get(Scope.of(workspace), jobId(workspace));
    }

    private static MigrationStatus status(Workspace workspace, Job job) {
        Checkpoint checkpoint = Checkpoint.ofJson(job.checkpoint());
        Optional<MigrationReport> report = job.state() == Job.State.SUCCEEDED
                ? Optional.of(MigrationReport.ofJson(job.result()))
                : Optional.empty();
        boolean verifies = MigrationHandler.VERIFY.equals(job.payload().get(MigrationHandler.ACTION))
                || report.filter(each -> each.rounds() == 0).isPresent();
        return new MigrationStatus(
                workspace.id(),
                verifies,
                state(job, checkpoint, verifies, report),
                report.map(MigrationReport::rounds).orElse(checkpoint.round()),
                job.state().ended() ? Optional.empty() : Optional.of(MigrationReport.word(checkpoint.part())),
                checkpoint.compared(),
                job.progress(),
                workspace.readOnly(),
                job.failure().map(Job.Failure::message),
                report,
                job.createdAt(),
                job.updatedAt());
    }

    private static MigrationStatus.State state(
            Job job, Checkpoint checkpoint, boolean verifies, Optional<MigrationReport> report) {
        return switch (job.state()) {
            case PENDING -> MigrationStatus.State.WAITING;
            case RUNNING ->
                verifies || checkpoint.phase() != Checkpoint.Phase.COPYING
                        ? MigrationStatus.State.VERIFYING
                        : MigrationStatus.State.COPYING;
            case FAILED -> MigrationStatus.State.FAILED;
            case SUCCEEDED ->
                report.filter(MigrationReport::verified).isPresent()
                        ? MigrationStatus.State.COMPLETE
                        : MigrationStatus.State.DIFFERENT;
        };
    }

    @Override
    public void close() {
        jobs.ifPresent(JobEngine::close);
    }
}
