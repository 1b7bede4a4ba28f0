package org.mneme.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mneme.api.MemoryException;
import org.mneme.spi.embedding.Purpose;

@Timeout(30)
class PriorityGateTest {

    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @Test
    void aQueryOvertakesMemoriesThatWait() throws Exception {
        PriorityGate gate = new PriorityGate(1);
        gate.enter(Purpose.MEMORY);
        List<Thread> threads = List.of(
                waiting(gate, Purpose.MEMORY, "memory 1"),
                waiting(gate, Purpose.MEMORY, "memory 2"),
                waiting(gate, Purpose.QUERY, "query"));
        gate.leave();
        join(threads);
        assertThat(order).containsExactly("query", "memory 1", "memory 2");
    }

    @Test
    void aMemoryIsNotOvertakenForEver() throws Exception {
        PriorityGate gate = new PriorityGate(1);
        gate.enter(Purpose.MEMORY);
        List<Thread> threads = new ArrayList<>();
        threads.add(waiting(gate, Purpose.MEMORY, "memory"));
        for (int i = 0; i < PriorityGate.QUERIES_IN_A_ROW + 3; i++) {
            threads.add(waiting(gate, Purpose.QUERY, "query"));
        }
        gate.leave();
        join(threads);
        assertThat(order.indexOf("memory")).isEqualTo(PriorityGate.QUERIES_IN_A_ROW);
    }

    @Test
    void whoIsInterruptedLosesItsPlaceInLineAndNobodyElseDoes() throws Exception {
        PriorityGate gate = new PriorityGate(1);
        gate.enter(Purpose.MEMORY);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread impatient = new Thread(() -> {
            try {
                gate.enter(Purpose.QUERY);
            } catch (MemoryException e) {
                failure.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("flag lost"));
            }
        });
        start(impatient);
        Thread patient = waiting(gate, Purpose.MEMORY, "patient");
        impatient.interrupt();
        assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(MemoryException.class);
        gate.leave();
        join(List.of(impatient, patient));
        assertThat(order).containsExactly("patient");
    }

    @Test
    void closingWaitsForWhoIsInsideAndRefusesWhoComesLater() throws Exception {
        PriorityGate gate = new PriorityGate(2);
        gate.enter(Purpose.MEMORY);
        Thread closer = new Thread(() -> {
            gate.close();
            order.add("closed");
        });
        start(closer);
        assertThatThrownBy(() -> gate.enter(Purpose.QUERY))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("closed");
        order.add("left");
        gate.leave();
        join(List.of(closer));
        assertThat(order).containsExactly("left", "closed");
        assertThat(gate.close()).isFalse();
    }

    /** Return a thread that is in line behind the threads started before it. */
    private Thread waiting(PriorityGate gate, Purpose purpose, String name) {
        Thread thread = new Thread(() -> {
            gate.enter(purpose);
            order.add(name);
            gate.leave();
        });
        start(thread);
        return thread;
    }

    private static void start(Thread thread) {
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
