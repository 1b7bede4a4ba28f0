package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
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
 * <p>The guard is a document that names its holder and how long it may stand unchanged while it is held: as old as a holder lets
 * it become before it sends a write, as long as the holder's configuration lets one request take, and a margin. Nobody compares
 * clocks: who waits watches the document, and takes it over once it has stood unchanged for that long. What a holder is about to
 * do in several steps it notes there first, so that the next one can finish it.
 *
 * <p>A holder renews the guard before a write, and before it sends one again, if it has become old. It cannot know that it will
 * not be paused then, or its write held back on the way, until another server has taken the guard over and decided. So it looks
 * afterwards, on its own clock, how old the guard has become ({@link Held#verify}), and if others may have waited for long enough,
 * renews it. What it wrote while the guard was another's is then decided anew, by {@link MemoryBatch}, before anybody is told what
 * became of it. The guard of a holder that could not learn what became of a write stays as it is, so that others wait for what
 * may yet arrive.
 *
 * <p>What remains, for the cluster compares no guard with a write: until that is decided anew, others find both memories; and
 * both stay, if the holder ends, or finds the cluster away, before it could decide anew, or if a write is held back for longer
 * than others wait and arrives after its sender was killed or has reported it as unknown. A server that is started again under
 * its name does not wait, as its connections have ended; what these had already brought to a node arrives within that node's
 * time. Of a machine that stands still with its clocks, nobody there learns.
 */
final class WorkspaceGuard implements AutoCloseable {

    /** How old a guard may be when a write is sent. */
    private static final long RENEW_NANOS = 2_500_000_000L;
    /** How long a guard stands that does not say so: those of servers before it was said, which waited as long for any. */
    private static final long UNSAID_NANOS = 15_000_000_000L;
    /** For how much longer a writer waits for a guard than a dead holder's stands. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    /** How long one server goes on holding a guard that it needs again and again, before it lets others in. */
    private static final long KEEP_NANOS = 250_000_000L;
    /** How long it holds one that nobody needs. */
    private static final long IDLE_MILLIS = 25;

    private static final Duration LEAST_MARGIN = Duration.ofSeconds(1);
    private static final long LET_IN_NANOS = 20_000_000L;
    private static final String NOBODY = "";
    /** How many milliseconds the guard stands while it is held. */
    private static final String STANDS = "stands";

    private final Records records;
    private final String server;
    private final long stands;
    private final ReentrantLock[] local =
            IntStream.range(0, 64).mapToObj(i -> new ReentrantLock(true)).toArray(ReentrantLock[]::new);
    /** What this server still holds though it is not writing, by workspace; each entry under the lock of its workspace. */
    private final Map<String, Held> kept = new ConcurrentHashMap<>();

    private final ScheduledExecutorService idle = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "elasticsearch-guards");
        thread.setDaemon(true);
        return thread;
    });

    /** @param requestTimeout how long one request to the cluster may take */
    WorkspaceGuard(Records records, ServerName name, Duration requestTimeout) {
        this.records = records;
        this.server = name.toString();
        this.stands = stands(requestTimeout).toNanos();
    }

    /** Return how long the guard of a dead holder stands. */
    static Duration stands(Duration requestTimeout) {
        Duration quarter = requestTimeout.dividedBy(4);
        Duration margin = quarter.compareTo(LEAST_MARGIN) < 0 ? LEAST_MARGIN : quarter;
        return Duration.ofNanos(RENEW_NANOS).plus(requestTimeout).plus(margin);
    }

    /** Say that another server has taken a guard over. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Lost() {
            super("another server took the workspace over", null, false, false);
        }
    }

    /** What a holder may ask of the guard. */
    final class Held {
        private final String workspace;
        private final Consumer<String> finish;
        private long acquired;
        private Cluster.Doc doc;
        private long since;
        private boolean noted;
        private boolean lost;
        private volatile long uses;

        private Held(String workspace, Consumer<String> finish) {
            this.workspace = workspace;
            this.finish = finish;
        }

        private void holds(Cluster.Doc mine, long before) {
            doc = mine;
            acquired = before;
            since = before;
            lost = false;
        }

        /**
         * Note a memory whose storing will change others too; the note is removed when the guard is given back.
         *
         * @throws Lost if another server has taken the guard over
         */
        void note(String memory) {
            noted = true;
            step(memory);
        }

        /**
         * Make sure that nobody takes the guard over before the next write has ended.
         *
         * @throws Lost if another server has done so already
         */
        void keep() {
            if (System.nanoTime() - since > RENEW_NANOS) {
                renew();
            }
        }

        /**
         * Make sure that nobody has taken the guard over so far; asks the cluster only if somebody may have.
         *
         * @throws Lost if another server has done so
         */
        void verify() {
            // a server that does not read how long this guard stands waits for as long as it always did
            if (System.nanoTime() - since <= Math.min(stands, UNSAID_NANOS)) {
                return;
            }
            try {
                renew();
            } catch (MemoryException e) {
                // what has been written is there, and whether others stored the same cannot be learned
                throw MemoryException.outcomeUnknown("the workspace could not be claimed again", e);
            }
        }

        /** Acquire the guard again, if it was lost. */
        void regain() {
            if (lost) {
                WorkspaceGuard.this.acquired(this);
            }
        }

        private void renew() {
            step(doc.source().path("data").path("note").asText(""));
        }

        private void step(String note) {
            long now = System.nanoTime();
            Optional<Cluster.Doc> renewed = records.replaced(doc, source(workspace, server, note));
            if (renewed.isEmpty()) {
                lost = true;
                throw new Lost();
            }
            doc = renewed.get();
            since = now;
        }
    }

    /**
     * Run under the guard of a workspace.
     *
     * @param finish finishes what a former holder noted about a memory and may not have ended
     * @param work may write until it returns; what it does after a {@link Lost} is under another's guard
     */
    <T> T under(String workspace, Consumer<String> finish, Function<Held, T> work) {
        ReentrantLock lock = lock(workspace);
        lock.lock();
        try {
            Held held = keptOrAcquired(workspace, finish);
            T result;
            try {
                result = work.apply(held);
            } catch (Lost e) {
                throw MemoryException.outcomeUnknown(e.getMessage(), e);
            } catch (RuntimeException | Error e) {
                if (!unknown(e)) {
                    release(held, false);
                }
                throw e;
            }
            if (held.noted) {
                release(held, true);
            } else {
                keep(held);
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    private static boolean unknown(Throwable problem) {
        return problem instanceof MemoryException known && known.kind() == MemoryException.Kind.OUTCOME_UNKNOWN;
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
        return acquired(new Held(workspace, finish));
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
    private Held acquired(Held held) {
        try {
            return acquire(held);
        } catch (MemoryException e) {
            throw unknown(e) ? MemoryException.storageUnavailable("the workspace could not be claimed", e) : e;
        }
    }

    private Held acquire(Held held) {
        long begun = System.nanoTime();
        long patience = stands + PATIENCE_NANOS;
        long seenSince = begun;
        long seen = -1;
        while (System.nanoTime() - begun < patience) {
            long now = System.nanoTime();
            Optional<Cluster.Doc> doc = read(held.workspace);
            if (doc.isEmpty()) {
                records.create(id(held.workspace), source(held.workspace, NOBODY, ""));
                continue;
            }
            if (doc.get().seqNo() != seen) {
                seen = doc.get().seqNo();
                seenSince = System.nanoTime();
            }
            JsonNode data = doc.get().source().path("data");
            long most = TimeUnit.MILLISECONDS.toNanos(
                    data.path(STANDS).asLong(TimeUnit.NANOSECONDS.toMillis(UNSAID_NANOS)));
            patience = Math.max(patience, most + PATIENCE_NANOS);
            String owner = data.path("owner").asText();
            // this server's own name is that of a holder whose release failed, or that was killed: the local lock lets
            // in one at a time
            boolean free = owner.equals(NOBODY) || owner.equals(server) || now - seenSince > most;
            if (free && took(held, doc.get(), now)) {
                return held;
            }
            LockSupport.parkNanos(3_000_000 + ThreadLocalRandom.current().nextLong(10_000_000));
        }
        throw MemoryException.storageUnavailable("another server is writing to this workspace", null);
    }

    /** Take a guard that is free, and finish what its former holder had begun; returns false if another server was first. */
    private boolean took(Held held, Cluster.Doc doc, long before) {
        String note = doc.source().path("data").path("note").asText("");
        Optional<Cluster.Doc> mine = records.replaced(doc, source(held.workspace, server, note));
        if (mine.isEmpty()) {
            return false;
        }
        held.holds(mine.get(), before);
        try {
            if (!note.isEmpty()) {
                held.finish.accept(note);
                held.step("");
            }
            return true;
        } catch (Lost e) {
            // whoever has it now finishes that, too
            return false;
        }
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

    private ObjectNode source(String workspace, String owner, String note) {
        ObjectNode source = Codec.MAPPER.createObjectNode().put("kind", "guard").put("ws", workspace);
        source.putObject("data")
                .put("owner", owner)
                .put("note", note)
                .put(STANDS, TimeUnit.NANOSECONDS.toMillis(stands));
        return source;
    }
}
