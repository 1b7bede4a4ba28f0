package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.mneme.api.MemoryException;

/**
 * Let one writer of a workspace decide at a time, on all servers.
 *
 * <p>The guard is a document that names its holder. Nobody compares clocks: who waits watches the document, and takes it over
 * once it has stood unchanged for longer than any holder may hold it, which each holder measures itself. What a holder is about
 * to do in several steps it notes there first, so that the next one can finish it.
 */
final class WorkspaceGuard implements AutoCloseable {

    private static final long HOLD_NANOS = 5_000_000_000L;
    private static final long TAKE_OVER_NANOS = 15_000_000_000L;
    private static final long PATIENCE_NANOS = 25_000_000_000L;
    /** How long one server goes on holding a guard that it needs again and again, before it lets others in. */
    private static final long KEEP_NANOS = 250_000_000L;
    /** How long it holds one that nobody needs. */
    private static final long IDLE_MILLIS = 25;

    private static final long LET_IN_NANOS = 20_000_000L;
    private static final String NOBODY = "";

    private final Records records;
    private final String server;
    private final ReentrantLock[] local =
            IntStream.range(0, 64).mapToObj(i -> new ReentrantLock(true)).toArray(ReentrantLock[]::new);
    /** What this server still holds though it is not writing, by workspace; each entry under the lock of its workspace. */
    private final Map<String, Held> kept = new ConcurrentHashMap<>();

    private final ScheduledExecutorService idle = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "elasticsearch-guards");
        thread.setDaemon(true);
        return thread;
    });

    WorkspaceGuard(Records records, ServerName name) {
        this.records = records;
        this.server = name.toString();
    }

    /** What a holder may ask of the guard. */
    final class Held {
        private final String workspace;
        private final long acquired;
        private Cluster.Doc doc;
        private long since;
        private boolean noted;
        private volatile long uses;

        private Held(String workspace, Cluster.Doc doc, long since) {
            this.workspace = workspace;
            this.doc = doc;
            this.acquired = since;
            this.since = since;
        }

        /** Note a memory whose storing will change others too; the note is removed when the guard is given back. */
        void note(String memory) {
            noted = true;
            step(memory);
        }

        /** Make sure that nobody takes the guard over before the next write has ended. */
        void keep() {
            if (System.nanoTime() - since > HOLD_NANOS / 2) {
                step(doc.source().path("data").path("note").asText(""));
            }
        }

        private void step(String note) {
            long now = System.nanoTime();
            doc = records.replaced(doc, source(workspace, server, note))
                    .orElseThrow(
                            () -> MemoryException.storageUnavailable("another server took the workspace over", null));
            since = now;
        }
    }

    /**
     * Run under the guard of a workspace.
     *
     * @param finish finishes what a former holder noted about a memory and may not have ended
     */
    <T> T under(String workspace, Consumer<String> finish, Function<Held, T> work) {
        ReentrantLock lock = lock(workspace);
        lock.lock();
        try {
            Held held = keptOrAcquired(workspace, finish);
            boolean ended = false;
            try {
                T result = work.apply(held);
                ended = true;
                return result;
            } finally {
                if (ended && !held.noted) {
                    keep(held);
                } else {
                    release(held, ended);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private ReentrantLock lock(String workspace) {
        return local[Math.floorMod(workspace.hashCode(), local.length)];
    }

    private Held keptOrAcquired(String workspace, Consumer<String> finish) {
        Held held = kept.remove(workspace);
        if (held != null) {
            if (System.nanoTime() - held.acquired < KEEP_NANOS) {
                return held;
            }
            release(held, true);
            // those who watch the document from other servers look again meanwhile
            LockSupport.parkNanos(LET_IN_NANOS);
        }
        return acquired(workspace, finish);
    }

    /** Hold a guard a little longer: whoever stores one memory often stores another. */
    private void keep(Held held) {
        long use = held.uses + 1;
        held.uses = use;
        kept.put(held.workspace, held);
        letGoLater(held, use);
    }

    private void letGoLater(Held held, long use) {
        try {
            idle.schedule(() -> letGo(held, use), IDLE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // the storage is being closed, which gives everything back
        }
    }

    /** Give a guard back, if it was not used again. */
    private void letGo(Held held, long use) {
        ReentrantLock lock = lock(held.workspace);
        if (!lock.tryLock()) {
            // another workspace may share the lock: this thread waits for none
            letGoLater(held, use);
            return;
        }
        try {
            if (held.uses == use && kept.remove(held.workspace, held)) {
                release(held, true);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Give back what is held and not in use. */
    @Override
    public void close() {
        idle.shutdownNow();
        kept.values().forEach(held -> letGo(held, held.uses));
    }

    /** Acquire the guard; if it is unknown whether that succeeded, nothing else has been done, and the same can be sent again. */
    private Held acquired(String workspace, Consumer<String> finish) {
        try {
            return acquire(workspace, finish);
        } catch (MemoryException e) {
            throw e.kind() == MemoryException.Kind.OUTCOME_UNKNOWN
                    ? MemoryException.storageUnavailable("the workspace could not be claimed", e)
                    : e;
        }
    }

    private Held acquire(String workspace, Consumer<String> finish) {
        long begun = System.nanoTime();
        long seenSince = begun;
        long seen = -1;
        while (System.nanoTime() - begun < PATIENCE_NANOS) {
            long now = System.nanoTime();
            Optional<Cluster.Doc> doc = read(workspace);
            if (doc.isEmpty()) {
                records.create(id(workspace), source(workspace, NOBODY, ""));
                continue;
            }
            if (doc.get().seqNo() != seen) {
                seen = doc.get().seqNo();
                seenSince = now;
            }
            String owner = doc.get().source().path("data").path("owner").asText();
            // this server's own name is that of a holder whose release failed, or that was killed: the local lock lets
            // in one at a time
            boolean free = owner.equals(NOBODY) || owner.equals(server) || now - seenSince > TAKE_OVER_NANOS;
            String note = doc.get().source().path("data").path("note").asText("");
            Optional<Cluster.Doc> mine =
                    free ? records.replaced(doc.get(), source(workspace, server, note)) : Optional.empty();
            if (mine.isPresent()) {
                Held held = new Held(workspace, mine.get(), now);
                if (!note.isEmpty()) {
                    finish.accept(note);
                    held.step("");
                }
                return held;
            }
            LockSupport.parkNanos(3_000_000 + ThreadLocalRandom.current().nextLong(10_000_000));
        }
        throw MemoryException.storageUnavailable("another server is writing to this workspace", null);
    }

    private void release(Held held, boolean ended) {
        try {
            // what failed in the middle is finished by the next holder
            String note =
                    ended ? "" : held.doc.source().path("data").path("note").asText("");
            records.replace(held.doc, source(held.workspace, NOBODY, note));
        } catch (MemoryException e) {
            // the work is done; whoever comes next takes the guard over
            System.getLogger(WorkspaceGuard.class.getName())
                    .log(System.Logger.Level.DEBUG, "the guard of a workspace was not given back", e);
        }
    }

    private Optional<Cluster.Doc> read(String workspace) {
        return records.get(id(workspace));
    }

    private static String id(String workspace) {
        return Cluster.id("guard", workspace);
    }

    private static ObjectNode source(String workspace, String owner, String note) {
        ObjectNode source = Codec.MAPPER.createObjectNode().put("kind", "guard").put("ws", workspace);
        source.putObject("data").put("owner", owner).put("note", note);
        return source;
    }
}
