package org.mneme.tck.storage;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.mneme.api.Job;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.Lease;

final class ReferenceJobStore implements JobStore {

    private final State state;
    private final Clock clock;

    ReferenceJobStore(State state, Clock clock) {
        this.state = state;
        this.clock = clock;
    }

    private static State.Key key(Scope scope, String id) {
        return new State.Key(scope.workspace(), id);
    }

    @Override
    public Enqueued enqueue(Scope scope, Job job, boolean again) {
        synchronized (state) {
            State.JobRow row = state.jobs.get(key(scope, job.id()));
            if (row == null || state.has(Fault.ENQUEUED_TWICE)) {
                state.jobs.put(key(scope, job.id()), new State.JobRow(job));
                return new Enqueued(job, true);
            }
            boolean accepted = again && reset(scope, job.id());
            return new Enqueued(row.job, accepted);
        }
    }

    @Override
    public Optional<Job> get(Scope scope, String id) {
        synchronized (state) {
            return state.jobs.entrySet().stream()
                    .filter(entry -> entry.getKey().id().equals(id))
                    .filter(entry -> entry.getKey().workspace().equals(scope.workspace())
                            || state.has(Fault.JOBS_SHOWN_TO_OTHERS))
                    .map(entry -> entry.getValue().job)
                    .findFirst();
        }
    }

    @Override
    public boolean belongsToAnother(Scope scope, String id) {
        synchronized (state) {
            return state.jobs.keySet().stream()
                    .anyMatch(key -> key.id().equals(id) && !key.workspace().equals(scope.workspace()));
        }
    }

    @Override
    public List<PendingMemory> pending(Scope scope) {
        synchronized (state) {
            return state.jobs.values().stream()
                    .map(row -> row.job)
                    .filter(job -> !job.state().ended() || state.has(Fault.PENDING_AFTER_THE_END))
                    .sorted(Comparator.comparing(Job::createdAt).thenComparing(Job::id))
                    .flatMap(job -> job.pending().stream())
                    .filter(pending -> scope.covers(pending.scope()))
                    .toList();
        }
    }

    private Stream<State.JobRow> dueRows(Set<String> kinds, Instant now) {
        return state.jobs.values().stream()
                .filter(row -> kinds.contains(row.job.kind()) && due(row, now))
                .sorted(Comparator.<State.JobRow, Instant>comparing(row -> row.job.notBefore())
                        .thenComparing(row -> row.job.id()));
    }

    private boolean due(State.JobRow row, Instant now) {
        boolean leaseEnded = row.job.state() == Job.State.RUNNING
                && !row.lease.until().isAfter(now)
                && !state.has(Fault.LEASES_NEVER_END);
        return (row.job.state() == Job.State.PENDING && !row.job.notBefore().isAfter(now)) || leaseEnded;
    }

    @Override
    public List<String> due(Set<String> kinds, Instant now, int limit) {
        synchronized (state) {
            List<String> found = new ArrayList<>(dueRows(kinds, now)
                    .map(row -> row.job.scope().workspace())
                    .distinct()
                    .toList());
            if (state.has(Fault.DUE_IN_ANY_ORDER)) {
                Collections.reverse(found);
            }
            return found.stream().limit(limit).toList();
        }
    }

    @Override
    public Optional<Leased> lease(Scope workspace, Set<String> kinds, Instant now, Lease lease) {
        Optional<State.JobRow> chosen;
        synchronized (state) {
            chosen = dueRows(kinds, now)
                    .filter(row -> row.job.scope().workspace().equals(workspace.workspace()))
                    .findFirst();
            if (!state.has(Fault.JOB_LEASED_TWICE)) {
                return chosen.map(row -> leased(row, lease));
            }
        }
        Thread.yield();
        synchronized (state) {
            return chosen.map(row -> leased(row, lease));
        }
    }

    private Leased leased(State.JobRow row, Lease lease) {
        row.lease = new Lease(lease.owner(), ++row.token, lease.until());
        row.job = row.job.moved(
                Job.State.RUNNING, row.job.attempts() + 1, row.job.failure(), row.job.notBefore(), clock.instant());
        return new Leased(row.job, row.lease);
    }

    private Optional<State.JobRow> held(Leased leased) {
        State.JobRow row = state.jobs.get(key(leased.job().scope(), leased.job().id()));
        if (row == null && state.has(Fault.REMOVED_JOB_SUCCEEDS)) {
            return Optional.of(new State.JobRow(leased.job()));
        }
        if (row != null && state.has(Fault.DEAD_WORKERS_CHANGE_JOBS)) {
            return Optional.of(row);
        }
        return Optional.ofNullable(row)
                .filter(each -> each.job.state() == Job.State.RUNNING
                        && each.lease.token() == leased.lease().token());
    }

    private boolean change(Leased leased, UnaryOperator<Job> change) {
        synchronized (state) {
            Optional<State.JobRow> held = held(leased);
            held.ifPresent(row -> row.job = change.apply(row.job));
            return held.isPresent();
        }
    }

    @Override
    public boolean renew(Leased leased, Instant until, double progress) {
        synchronized (state) {
            Optional<State.JobRow> held = held(leased);
            held.ifPresent(row -> {
                row.lease = new Lease(leased.lease().owner(), leased.lease().token(), until);
                row.job = row.job.worked(progress, row.job.checkpoint(), row.job.result());
            });
            return held.isPresent();
        }
    }

    @Override
    public boolean checkpoint(Leased leased, Map<String, Object> checkpoint) {
        return change(leased, job -> job.worked(job.progress(), checkpoint, job.result()));
    }

    @Override
    public boolean succeed(Leased leased, Map<String, Object> result) {
        return change(
                leased,
                job -> (state.has(Fault.SUCCEEDED_JOB_KEEPS_ITS_WORK)
                                ? job.worked(1, job.checkpoint(), result)
                                : job.emptied().worked(1, Map.of(), result))
                        .moved(
                                Job.State.SUCCEEDED,
                                job.attempts(),
                                Optional.empty(),
                                job.notBefore(),
                                clock.instant()));
    }

    @Override
    public boolean retry(Leased leased, Job.Failure failure, Instant notBefore) {
        Instant at = state.has(Fault.RETRY_AT_ONCE) ? clock.instant() : notBefore;
        return change(
                leased, job -> job.moved(Job.State.PENDING, job.attempts(), Optional.of(failure), at, clock.instant()));
    }

    @Override
    public boolean fail(Leased leased, Job.Failure failure) {
        return change(
                leased,
                job -> job.moved(
                        Job.State.FAILED, job.attempts(), Optional.of(failure), job.notBefore(), clock.instant()));
    }

    @Override
    public List<Job> list(Optional<Job.State> wanted, int limit) {
        synchronized (state) {
            return state.jobs.values().stream()
                    .map(row -> row.job)
                    .filter(job -> wanted.isEmpty() || wanted.get() == job.state())
                    .sorted(Comparator.comparing(Job::createdAt)
                            .thenComparing(Job::id)
                            .reversed())
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public Map<Job.State, Long> counts() {
        synchronized (state) {
            Map<Job.State, Long> counts = new EnumMap<>(Job.State.class);
            state.jobs.values().forEach(row -> counts.merge(row.job.state(), 1L, Long::sum));
            return counts;
        }
    }

    @Override
    public boolean reset(Scope scope, String id) {
        synchronized (state) {
            State.JobRow row = state.jobs.get(key(scope, id));
            if (row == null || row.job.state() != Job.State.FAILED) {
                return false;
            }
            Instant now = clock.instant();
            row.job = row.job.moved(Job.State.PENDING, 0, Optional.empty(), now, now);
            return true;
        }
    }

    @Override
    public boolean remove(Scope scope, String id) {
        synchronized (state) {
            return state.jobs.remove(key(scope, id)) != null;
        }
    }

    @Override
    public int removeEnded(Instant before) {
        synchronized (state) {
            int count = state.jobs.size();
            state.jobs
                    .values()
                    .removeIf(row ->
                            row.job.state().ended() && row.job.updatedAt().isBefore(before));
            return count - state.jobs.size();
        }
    }
}
