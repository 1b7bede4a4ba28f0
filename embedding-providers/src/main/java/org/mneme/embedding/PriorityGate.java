package org.mneme.embedding;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.mneme.api.MemoryException;
import org.mneme.spi.embedding.Purpose;

/**
 * Let only so many threads in at once, queries before memories where both wait.
 *
 * <p>Somebody who searches waits for the answer, so a query overtakes; but never for ever: after {@value #QUERIES_IN_A_ROW} queries a waiting memory has its turn. A place that becomes free is
 * handed to the next in line directly, so nobody barges in.
 */
public final class PriorityGate {

    static final int QUERIES_IN_A_ROW = 8;

    private final Queue<CountDownLatch> queries = new ArrayDeque<>();
    private final Queue<CountDownLatch> memories = new ArrayDeque<>();
    private final int places;
    private int free;
    private int queriesInARow;
    private boolean closed;

    /** Let this many threads in at once, at least 1. */
    public PriorityGate(int places) {
        this.places = places;
        this.free = places;
    }

    /**
     * Wait for a place. Every call that returns must be followed by one of {@link #leave()}.
     *
     * @throws MemoryException of kind {@code UNAVAILABLE} if the gate is closed or the thread is interrupted
     */
    public void enter(Purpose purpose) {
        CountDownLatch turn = new CountDownLatch(1);
        Queue<CountDownLatch> queue = purpose == Purpose.QUERY ? queries : memories;
        synchronized (this) {
            if (closed) {
                throw MemoryException.embeddingUnavailable("the model was closed", Duration.ofSeconds(1), null);
            }
            if (free > 0) {
                free--;
                return;
            }
            queue.add(turn);
        }
        try {
            turn.await();
        } catch (InterruptedException interrupted) {
            giveUp(queue, turn);
            Thread.currentThread().interrupt();
            throw MemoryException.embeddingUnavailable(
                    "interrupted while waiting to embed", Duration.ofSeconds(1), interrupted);
        }
    }

    /** Give the place to the next in line. */
    public synchronized void leave() {
        CountDownLatch next = next();
        if (next != null) {
            next.countDown();
            return;
        }
        free++;
        notifyAll();
    }

    /**
     * Refuse whoever comes from now on, and wait until everybody inside or in line has left.
     *
     * @return whether this call closed it; false if it was closed before
     */
    public synchronized boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        boolean interrupted = false;
        while (free < places) {
            try {
                wait();
            } catch (InterruptedException e) {
                // who is inside may run native code: to return now would let its memory be freed under it
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** Say whether nobody is let in any more. */
    public synchronized boolean isClosed() {
        return closed;
    }

    private CountDownLatch next() {
        boolean memoryFirst = queriesInARow >= QUERIES_IN_A_ROW && !memories.isEmpty();
        if (!queries.isEmpty() && !memoryFirst) {
            queriesInARow++;
            return queries.poll();
        }
        queriesInARow = 0;
        return memories.poll();
    }

    private synchronized void giveUp(Queue<CountDownLatch> queue, CountDownLatch turn) {
        if (!queue.remove(turn)) {
            leave();
        }
    }
}
