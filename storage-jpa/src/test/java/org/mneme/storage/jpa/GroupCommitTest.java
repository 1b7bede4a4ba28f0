package org.mneme.storage.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mneme.tck.Concurrently;

class GroupCommitTest {

    private final AtomicInteger checkpoints = new AtomicInteger();
    private final CountDownLatch first = new CountDownLatch(1);
    private final List<Thread> waiting = new ArrayList<>();

    @Test
    void everybodyWhoWaitsDuringACheckpointSharesTheNextOne() {
        GroupCommit commits = new GroupCommit(this::checkpointTheFirstOfWhichIsSlow);
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        answers.add(inAThread(commits));
        await().until(() -> checkpoints.get() == 1);
        for (int i = 0; i < 8; i++) {
            answers.add(inAThread(commits));
        }
        awaitAllWaiting();

        first.countDown();
        answers.forEach(CompletableFuture::join);
        assertThat(checkpoints).hasValue(2);
    }

    @Test
    void nobodyReturnsBeforeACheckpointThatBeganAfterTheirCommit() {
        AtomicLong committed = new AtomicLong();
        AtomicLong onDisk = new AtomicLong();
        GroupCommit commits = new GroupCommit(() -> {
            long covered = committed.get();
            Thread.yield();
            onDisk.set(covered);
        });

        List<Boolean> safe = Concurrently.run(8, thread -> {
            for (int i = 0; i < 2_000; i++) {
                long mine = committed.incrementAndGet();
                awaitDisk(commits);
                if (onDisk.get() < mine) {
                    return false;
                }
            }
            return true;
        });
        assertThat(safe).containsOnly(true);
    }

    @Test
    void aFailedCheckpointFailsItsLeaderOnlyAndAnotherOneLeads() {
        GroupCommit commits = new GroupCommit(() -> {
            checkpointTheFirstOfWhichIsSlow();
            if (checkpoints.get() == 1) {
                throw new SQLException("the disk is full");
            }
        });
        CompletableFuture<Void> leader = inAThread(commits);
        await().until(() -> checkpoints.get() == 1);
        CompletableFuture<Void> follower = inAThread(commits);
        awaitAllWaiting();

        first.countDown();
        follower.join();
        assertThatThrownBy(leader::join).hasRootCauseMessage("the disk is full");
        assertThat(checkpoints).hasValue(2);
    }

    @Test
    void anInterruptIsKeptForLaterAndEndsNoWait() {
        GroupCommit commits = new GroupCommit(this::checkpointTheFirstOfWhichIsSlow);
        CompletableFuture<Void> leader = inAThread(commits);
        await().until(() -> checkpoints.get() == 1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread follower = new Thread(() -> {
            try {
                commits.await();
                interrupted.complete(Thread.currentThread().isInterrupted());
            } catch (SQLException e) {
                interrupted.completeExceptionally(e);
            }
        });
        follower.start();
        await().until(() -> follower.getState() == Thread.State.WAITING);

        follower.interrupt();
        assertThat(interrupted).isNotDone();
        first.countDown();
        assertThat(interrupted.join()).isTrue();
        leader.join();
        assertThat(checkpoints).hasValue(2);
    }

    private static void awaitDisk(GroupCommit commits) {
        try {
            commits.await();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void checkpointTheFirstOfWhichIsSlow() {
        if (checkpoints.incrementAndGet() == 1) {
            try {
                first.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private CompletableFuture<Void> inAThread(GroupCommit commits) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                commits.await();
                answer.complete(null);
            } catch (SQLException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        waiting.add(thread);
        thread.start();
        return answer;
    }

    private void awaitAllWaiting() {
        await().until(() -> waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
    }
}
