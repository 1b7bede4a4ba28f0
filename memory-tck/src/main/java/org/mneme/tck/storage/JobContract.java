package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Attribute;
import org.mneme.api.Ids;
import org.mneme.api.Job;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Capability;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.Lease;
import org.mneme.tck.Concurrently;
import org.mneme.tck.Rule;

/** Rule 9: a job has one worker at a time, is never lost, and ends once. */
public interface JobContract extends StorageFixture {

    /** Return the shared store's jobs. */
    default JobStore jobs() {
        return storage().jobs();
    }

    @Rule("R9a")
    default void aJobIsStoredAsItIsAndShownToItsWorkspaceOnly() {
        Scope workspace = workspace();
        Scope scope = workspace.with(Attribute.USER, "alice").with(Attribute.SESSION, "s1");
        Job job = Samples.job(scope, "ingest", now(), "first", "second");

        JobStore.Enqueued enqueued = jobs().enqueue(scope, job, false);

        assertThat(enqueued.accepted()).isTrue();
        assertThat(comparable(enqueued.job())).isEqualTo(comparable(job));
        assertThat(jobs().get(workspace.with(Attribute.USER, "bob"), job.id()).map(JobContract::comparable))
                .as("whatever else the scope narrows to")
                .contains(comparable(job));
        Scope other = workspace();
        assertThat(jobs().get(other, job.id())).isEmpty();
        assertThat(jobs().belongsToAnother(other, job.id())).isTrue();
        assertThat(jobs().belongsToAnother(workspace, job.id())).isFalse();
        assertThat(jobs().belongsToAnother(workspace, "job_unknown")).isFalse();
        assertThat(jobs().remove(other, job.id())).isFalse();
        assertThat(jobs().reset(other, job.id())).isFalse();
    }

    private static Job comparable(Job job) {
        return job.toBuilder()
                .payload(Same.comparable(job.payload()))
                .pending(job.pending().stream()
                        .map(each -> new PendingMemory(
                                each.job(),
                                each.index(),
                                each.scope(),
                                each.content(),
                                Same.comparable(each.metadata()),
                                each.createdAt()))
                        .toList())
                .checkpoint(Same.comparable(job.checkpoint()))
                .result(Same.comparable(job.result()))
                .build();
    }

    @Rule("R9b")
    default void aJobEnqueuedTwiceIsOneJob() {
        Scope scope = workspace();
        Job job = Samples.job(scope, kind(), now());
        Job again = Job.accepted(job.id(), scope, job.kind(), Map.of("other", true), List.of(), now());

        List<Boolean> accepted = Concurrently.run(
                8, thread -> jobs().enqueue(scope, job, thread % 2 == 0).accepted());

        assertThat(accepted).containsOnlyOnce(true);
        JobStore.Enqueued repeated = jobs().enqueue(scope, again, true);
        assertThat(repeated.accepted()).isFalse();
        assertThat(repeated.job().payload()).containsKey("deep");
    }

    @Rule("R9b")
    default void aFailedJobIsDueAgainOnlyWhenAskedFor() {
        Scope scope = workspace();
        Job job = Samples.job(scope, kind(), now(), "what it will say");
        jobs().enqueue(scope, job, false);
        jobs().fail(leased(scope, job.kind()), new Job.Failure("invalid_request", "cannot be done"));

        assertThat(jobs().enqueue(scope, job, false).accepted()).isFalse();
        assertThat(jobs().lease(scope, Set.of(job.kind()), now(), Samples.lease("w", now())))
                .isEmpty();
        JobStore.Enqueued again = jobs().enqueue(scope, job, true);
        assertThat(again.accepted()).isTrue();
        assertThat(again.job().state()).isEqualTo(Job.State.PENDING);
        assertThat(again.job().attempts()).isZero();
        assertThat(jobs().pending(scope)).hasSize(1);
        assertThat(leased(scope, job.kind()).job().attempts()).isEqualTo(1);
    }

    @Rule("R9c")
    default void concurrentWorkersNeverLeaseTheSameJob() {
        Scope scope = workspace();
        String kind = kind();
        for (int i = 0; i < 60; i++) {
            jobs().enqueue(scope, Samples.job(scope, kind, now()), false);
        }

        assertExclusive(Concurrently.run(8, thread -> leaseAll(jobs(), scope, kind, thread, now())), 60);
    }

    @Rule("R9c")
    default void workersOfSeveralServersNeverLeaseTheSameJob() {
        assumeTrue(storage().capabilities().contains(Capability.SHARED), "the storage does not declare SHARED");
        try (Store store = fresh()) {
            List<JobStore> servers =
                    List.of(store.storage().jobs(), store.another().jobs());
            Scope scope = workspace();
            Instant at = store.clock().instant();
            String kind = kind();
            for (int i = 0; i < 60; i++) {
                servers.get(0).enqueue(scope, Samples.job(scope, kind, at), false);
            }

            assertThat(servers.get(1).lease(scope, Set.of(kind), at, Samples.lease("first", at)))
                    .as("the other server knows them")
                    .isPresent();
            assertExclusive(
                    Concurrently.run(6, thread -> leaseAll(servers.get(thread % 2), scope, kind, thread, at)), 59);
        }
    }

    private static List<String> leaseAll(JobStore jobs, Scope scope, String kind, int worker, Instant at) {
        List<String> leased = new ArrayList<>();
        Optional<JobStore.Leased> next = jobs.lease(scope, Set.of(kind), at, Samples.lease("w" + worker, at));
        while (next.isPresent()) {
            leased.add(next.get().job().id());
            next = jobs.lease(scope, Set.of(kind), at, Samples.lease("w" + worker, at));
        }
        return leased;
    }

    private static void assertExclusive(List<List<String>> perWorker, int count) {
        List<String> all = perWorker.stream().flatMap(List::stream).toList();
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all).hasSize(count);
    }

    @Rule("R9c")
    default void theLongestDueJobOfTheKindsIsLeasedFirst() {
        Scope scope = workspace();
        String kind = kind();
        Job later = Samples.job(scope, kind, now().minusSeconds(5));
        Job sooner = Samples.job(scope, kind, now().minusSeconds(50));
        Job future = Samples.job(scope, kind, now().plusSeconds(50));
        Job otherKind = Samples.job(scope, kind + "-other", now().minusSeconds(500));
        for (Job job : List.of(later, sooner, future, otherKind)) {
            jobs().enqueue(scope, job, false);
        }

        assertThat(jobs().lease(workspace(), Set.of(kind), now(), Samples.lease("w", now())))
                .as("another workspace")
                .isEmpty();
        JobStore.Leased first = leased(scope, kind);
        assertThat(first.job().id()).isEqualTo(sooner.id());
        assertThat(first.job().state()).isEqualTo(Job.State.RUNNING);
        assertThat(first.job().attempts()).isEqualTo(1);
        assertThat(first.lease().owner()).isEqualTo("w");
        assertThat(first.lease().until()).isEqualTo(now().plusSeconds(10));
        assertThat(leased(scope, kind).job().id()).isEqualTo(later.id());
        assertThat(jobs().lease(scope, Set.of(kind), now(), Samples.lease("w", now())))
                .as("not before its time")
                .isEmpty();
    }

    @Rule("R9d")
    default void aJobWhoseLeaseHasEndedPassesOnAndTheFormerWorkerIsRefused() {
        Scope scope = workspace();
        Job job = Samples.job(scope, kind(), now());
        jobs().enqueue(scope, job, false);
        JobStore.Leased dead = leased(scope, job.kind());
        jobs().checkpoint(dead, Map.of("done", 3));

        assertThat(jobs().due(Set.of(job.kind()), now(), 100)).doesNotContain(scope.workspace());
        clock().advance(Duration.ofSeconds(11));
        assertThat(jobs().due(Set.of(job.kind()), now(), 100)).contains(scope.workspace());
        JobStore.Leased taken = leased(scope, job.kind());

        assertThat(taken.job().id()).isEqualTo(job.id());
        assertThat(taken.job().attempts()).isEqualTo(2);
        assertThat(Same.comparable(taken.job().checkpoint())).isEqualTo(Same.comparable(Map.of("done", 3)));
        assertThat(taken.lease().token()).isGreaterThan(dead.lease().token());
        assertThat(jobs().renew(dead, now().plusSeconds(60), 0.9)).isFalse();
        assertThat(jobs().checkpoint(dead, Map.of("done", 0))).isFalse();
        assertThat(jobs().retry(dead, new Job.Failure("c", "m"), now())).isFalse();
        assertThat(jobs().fail(dead, new Job.Failure("c", "m"))).isFalse();
        assertThat(jobs().succeed(dead, Map.of("by", "the dead"))).isFalse();
        assertThat(jobs().succeed(taken, Map.of("by", "the living"))).isTrue();
        assertThat(jobs().get(scope, job.id()).orElseThrow().result()).containsEntry("by", "the living");
        assertThat(jobs().succeed(taken, Map.of("by", "nobody")))
                .as("an ended job has no worker")
                .isFalse();
    }

    @Rule("R9d")
    default void aRenewedLeaseKeepsTheJob() {
        Scope scope = workspace();
        Job job = Samples.job(scope, kind(), now());
        jobs().enqueue(scope, job, false);
        JobStore.Leased leased = leased(scope, job.kind());

        assertThat(jobs().renew(leased, now().plusSeconds(60), 0.25)).isTrue();
        clock().advance(Duration.ofSeconds(30));
        assertThat(jobs().lease(scope, Set.of(job.kind()), now(), Samples.lease("v", now())))
                .isEmpty();
        assertThat(jobs().get(scope, job.id()).orElseThrow().progress()).isEqualTo(0.25);
        assertThat(jobs().succeed(leased, Map.of())).isTrue();
    }

    @Rule("R9e")
    default void aJobGivenBackIsDueAtItsTimeAndCountsItsAttempts() {
        Scope scope = workspace();
        Job job = Samples.job(scope, kind(), now());
        jobs().enqueue(scope, job, false);
        Job.Failure failure = new Job.Failure("embedding_unavailable", "the model is away");

        assertThat(jobs().retry(leased(scope, job.kind()), failure, now().plusSeconds(30)))
                .isTrue();

        Job waiting = jobs().get(scope, job.id()).orElseThrow();
        assertThat(waiting.state()).isEqualTo(Job.State.PENDING);
        assertThat(waiting.failure()).contains(failure);
        assertThat(jobs().lease(scope, Set.of(job.kind()), now(), new Lease("w", 0, now())))
                .isEmpty();
        clock().advance(Duration.ofSeconds(30));
        assertThat(leased(scope, job.kind()).job().attempts()).isEqualTo(2);
    }

    @Rule("R9e")
    default void anEndedJobStaysEndedUntilItIsReset() {
        Scope scope = workspace();
        Job failed = Samples.job(scope, kind(), now());
        Job succeeded = Samples.job(scope, kind(), now());
        jobs().enqueue(scope, failed, false);
        jobs().enqueue(scope, succeeded, false);
        Job.Failure failure = new Job.Failure("invalid_request", "cannot be done");
        assertThat(jobs().fail(leased(scope, failed.kind()), failure)).isTrue();
        assertThat(jobs().succeed(leased(scope, succeeded.kind()), Map.of("made", 2)))
                .isTrue();
        clock().advance(Duration.ofMinutes(5));

        assertThat(jobs().get(scope, failed.id()).orElseThrow().state()).isEqualTo(Job.State.FAILED);
        assertThat(jobs().get(scope, failed.id()).orElseThrow().failure()).contains(failure);
        assertThat(jobs().get(scope, succeeded.id()).orElseThrow().state()).isEqualTo(Job.State.SUCCEEDED);
        assertThat(jobs().due(Set.of(failed.kind(), succeeded.kind()), now(), 100))
                .isEmpty();
        assertThat(jobs().reset(scope, succeeded.id())).isFalse();
        assertThat(jobs().reset(scope, failed.id())).isTrue();
        assertThat(jobs().reset(scope, failed.id()))
                .as("it is due, no longer failed")
                .isFalse();
        assertThat(leased(scope, failed.kind()).job().attempts()).isEqualTo(1);
    }

    @Rule("R9f")
    default void whatJobsWillWriteShowsUntilTheyHaveEnded() {
        Scope workspace = workspace();
        Scope alice = workspace.with(Attribute.USER, "alice");
        Job second = Samples.job(alice, kind(), now(), "c", "d");
        Job first = Samples.job(alice, kind(), now().minusSeconds(9), "a", "b");
        Job bobs = Samples.job(workspace.with(Attribute.USER, "bob"), kind(), now(), "e");
        for (Job job : List.of(second, first, bobs)) {
            jobs().enqueue(workspace, job, false);
        }

        assertThat(contents(alice)).containsExactly("a", "b", "c", "d");
        assertThat(contents(workspace)).hasSize(5);
        assertThat(contents(workspace())).isEmpty();
        JobStore.Leased running = leased(workspace, first.kind());
        assertThat(contents(alice)).as("running").hasSize(4);
        jobs().succeed(running, Map.of());
        assertThat(contents(alice)).containsExactly("c", "d");
        jobs().fail(leased(workspace, bobs.kind()), new Job.Failure("c", "m"));
        assertThat(contents(workspace)).containsExactly("c", "d");
        assertThat(jobs().remove(workspace, second.id())).isTrue();
        assertThat(contents(workspace)).isEmpty();
    }

    private List<String> contents(Scope scope) {
        return jobs().pending(scope).stream().map(PendingMemory::content).toList();
    }

    @Rule("R9g")
    default void aRemovedJobIsGoneAndItsWorkerRefused() {
        Scope scope = workspace();
        Job job = Samples.job(scope, kind(), now());
        jobs().enqueue(scope, job, false);
        JobStore.Leased leased = leased(scope, job.kind());

        assertThat(jobs().remove(scope, job.id())).isTrue();
        assertThat(jobs().remove(scope, job.id())).isFalse();
        assertThat(jobs().get(scope, job.id())).isEmpty();
        assertThat(jobs().renew(leased, now().plusSeconds(60), 0.5)).isFalse();
        assertThat(jobs().succeed(leased, Map.of())).isFalse();
        assertThat(jobs().get(scope, job.id())).isEmpty();
    }

    @Rule("R9g")
    default void endedJobsAreListedCountedAndRemovedByAge() {
        try (Store store = fresh()) {
            JobStore jobs = store.storage().jobs();
            Scope scope = workspace();
            Instant at = store.clock().instant();
            Job done = Samples.job(scope, "a", at);
            Job failed = Samples.job(scope, "b", at.plusSeconds(1));
            Job waiting = Samples.job(workspace(), "c", at.plusSeconds(2));
            for (Job job : List.of(done, failed, waiting)) {
                jobs.enqueue(job.scope(), job, false);
            }
            jobs.succeed(leased(store, scope, "a"), Map.of());
            store.clock().advance(Duration.ofHours(1));
            jobs.fail(leased(store, scope, "b"), new Job.Failure("c", "m"));

            assertThat(jobs.list(Optional.empty(), 10))
                    .extracting(Job::id)
                    .containsExactly(waiting.id(), failed.id(), done.id());
            assertThat(jobs.list(Optional.of(Job.State.FAILED), 10))
                    .extracting(Job::id)
                    .containsExactly(failed.id());
            assertThat(jobs.list(Optional.empty(), 1)).hasSize(1);
            assertThat(jobs.counts().getOrDefault(Job.State.PENDING, 0L)).isEqualTo(1);
            assertThat(jobs.counts().getOrDefault(Job.State.RUNNING, 0L)).isZero();
            assertThat(jobs.counts().getOrDefault(Job.State.SUCCEEDED, 0L)).isEqualTo(1);
            assertThat(jobs.counts().getOrDefault(Job.State.FAILED, 0L)).isEqualTo(1);
            assertThat(jobs.removeEnded(at.plusSeconds(60))).isEqualTo(1);
            assertThat(jobs.list(Optional.empty(), 10)).hasSize(2);
            assertThat(jobs.removeEnded(at.plus(Duration.ofDays(1)))).isEqualTo(1);
            assertThat(jobs.get(waiting.scope(), waiting.id())).isPresent();
        }
    }

    @Rule("R9h")
    default void workspacesWithDueJobsAreNamedOnceTheLongestWaitingFirst() {
        String kind = kind();
        Scope patient = workspace();
        Scope hasty = workspace();
        Scope early = workspace();
        jobs().enqueue(hasty, Samples.job(hasty, kind, now().minusSeconds(1)), false);
        jobs().enqueue(patient, Samples.job(patient, kind, now().minusSeconds(5)), false);
        jobs().enqueue(patient, Samples.job(patient, kind, now()), false);
        jobs().enqueue(early, Samples.job(early, kind, now().plusSeconds(60)), false);

        assertThat(jobs().due(Set.of(kind), now(), 10)).containsExactly(patient.workspace(), hasty.workspace());
        assertThat(jobs().due(Set.of(kind), now(), 1)).containsExactly(patient.workspace());
        assertThat(jobs().due(Set.of("no such kind"), now(), 10)).isEmpty();
    }

    private JobStore.Leased leased(Scope scope, String kind) {
        return leased(shared(), scope, kind);
    }

    private static JobStore.Leased leased(Store store, Scope scope, String kind) {
        Instant at = store.clock().instant();
        return store.storage()
                .jobs()
                .lease(Scope.of(scope.workspace()), Set.of(kind), at, Samples.lease("w", at))
                .orElseThrow();
    }

    private static String kind() {
        return "kind-" + Ids.next("", Instant.EPOCH).substring(10);
    }
}
