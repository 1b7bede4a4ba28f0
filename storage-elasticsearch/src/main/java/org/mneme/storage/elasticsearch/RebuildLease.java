package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.mneme.api.MemoryException;

/**
 * Let one server at a time make a new generation of an index.
 *
 * <p>The lease is a document of the index {@code <prefix>-generations}, which its holder writes anew every second. Nobody
 * compares clocks: who waits watches the document, and takes it over once it has stood unchanged for a while. A holder that was
 * taken over without knowing it can do no harm, for its generation has lost the names it was filled and put in place by.
 */
final class RebuildLease implements AutoCloseable {

    /** How long a document stands unchanged before its holder counts as dead. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long BEAT_MILLIS = 1_000;
    private static final long LOOK_NANOS = 100_000_000L;
    /** For how long a lease that cannot be read is tried again. */
    private static final long BEARABLE_NANOS = 10_000_000_000L;

    /** How long one look may take to count as one at a holder that does nothing. */
    private static final long BEARABLE_LOOK_NANOS = 1_000_000_000L;

    private static final String NOBODY = "";
    private static final System.Logger LOG = System.getLogger(RebuildLease.class.getName());

    private final Cluster cluster;
    private final String leases;
    private final Cluster.Key key;
    private final String owner = Cluster.random();
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "elasticsearch-rebuild");
        thread.setDaemon(true);
        return thread;
    });
    private int number;
    private volatile boolean lost;

    private RebuildLease(Cluster cluster, String leases, String alias) {
        this.cluster = cluster;
        this.leases = leases;
        this.key = new Cluster.Key(alias, "0");
    }

    /**
     * Acquire the lease of an index.
     *
     * @param leases what the index of the leases is read by; it is made if it is not there
     * @param wait whether to wait for a holder that is alive; a dead one is succeeded in either case
     * @param last the number of the newest generation
     * @return empty if another server holds it and is alive
     */
    static Optional<RebuildLease> acquire(
            Cluster cluster, IndexPlan leases, String alias, Duration patience, boolean wait, int last) {
        prepare(cluster, leases);
        RebuildLease lease = new RebuildLease(cluster, leases.alias(), alias);
        if (!lease.taken(patience, wait, last)) {
            return Optional.empty();
        }
        lease.beats.scheduleWithFixedDelay(lease::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        return Optional.of(lease);
    }

    /** Return what the index of the leases is. */
    static IndexPlan plan(String alias, int replicas) {
        return new IndexPlan(
                alias,
                1,
                replicas,
                Map.of(),
                Map.of(
                        Cluster.MARK,
                        Map.of("type", "keyword", "index", false, "doc_values", false),
                        "data",
                        Map.of("type", "object", "enabled", false)),
                doc -> (ObjectNode) doc.source());
    }

    /** Make the index, once for all versions of the server: each adds the names it writes by. */
    private static void prepare(Cluster cluster, IndexPlan leases) {
        Optional<Generation> made = Generation.current(cluster, leases.alias());
        if (made.isEmpty()) {
            Generations.create(cluster, leases);
        } else {
            List<String> names = Generation.aliases(leases.alias(), made.get().name(), ElasticsearchSchema.VERSION);
            if (!made.get().aliases().containsAll(names)) {
                Generations.change(
                        cluster,
                        names.stream()
                                .map(each -> Generations.add(made.get().name(), each))
                                .toList());
            }
        }
    }

    private boolean taken(Duration patience, boolean wait, int last) {
        long seen = -1;
        long since = System.nanoTime();
        while (true) {
            long asked = System.nanoTime();
            Optional<Cluster.Doc> doc = read();
            long now = System.nanoTime();
            if (now - asked > BEARABLE_LOOK_NANOS) {
                // a cluster that answers this server late answers the holder late too
                since = now;
            }
            if (doc.isEmpty()) {
                cluster.write(leases, Cluster.Write.create(key, source(NOBODY, 0)));
                continue;
            }
            if (doc.get().seqNo() != seen) {
                boolean alive = seen >= 0;
                seen = doc.get().seqNo();
                since = now;
                if (alive && !wait && !holder(doc.get()).equals(NOBODY)) {
                    return false;
                }
            }
            boolean free = holder(doc.get()).equals(NOBODY) || now - since > patience.toNanos();
            number = Math.max(data(doc.get()).path("number").asInt(), last) + 1;
            if (free && cluster.write(leases, Cluster.Write.replace(doc.get(), source(owner, number)))) {
                return true;
            }
            LockSupport.parkNanos(LOOK_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw MemoryException.storageUnavailable("interrupted while another server rebuilds an index", null);
            }
        }
    }

    /** Read the lease, which another server may have made the index of a moment ago. */
    private Optional<Cluster.Doc> read() {
        long begun = System.nanoTime();
        while (true) {
            try {
                return cluster.get(leases, key);
            } catch (MemoryException e) {
                if (e.kind() != MemoryException.Kind.UNAVAILABLE || System.nanoTime() - begun > BEARABLE_NANOS) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    /** Return the number of the generation that the holder may make: nobody had it before. */
    int number() {
        return number;
    }

    private static JsonNode data(Cluster.Doc doc) {
        return doc.source().path("data");
    }

    private static String holder(Cluster.Doc doc) {
        return data(doc).path("owner").asText();
    }

    private static ObjectNode source(String owner, int number) {
        ObjectNode source = Codec.MAPPER.createObjectNode();
        source.putObject("data").put("owner", owner).put("number", number);
        return source;
    }

    private void beat() {
        try {
            renew(owner);
        } catch (MemoryException e) {
            // if the cluster is away, it is so for those who wait too
            LOG.log(System.Logger.Level.DEBUG, "the lease of an index was not renewed", e);
        }
    }

    private synchronized void renew(String holder) {
        Optional<Cluster.Doc> doc =
                cluster.get(leases, key).filter(each -> holder(each).equals(owner));
        lost |= doc.isEmpty() || !cluster.write(leases, Cluster.Write.replace(doc.get(), source(holder, number)));
    }

    /** Refuse to go on once another server has taken the lease over. */
    void check() {
        if (lost) {
            throw MemoryException.storageUnavailable("another server has taken over to rebuild the index", null);
        }
    }

    /** Make sure that nobody had taken the lease over before this call. */
    void verify() {
        renew(owner);
        check();
    }

    /** Tell whether it was taken over. */
    boolean lost() {
        return lost;
    }

    /** Renew it no more, as a server does that stands still. */
    void pause() {
        beats.shutdownNow();
    }

    /** Give it back; what fails to be given back is taken over in time. */
    @Override
    public void close() {
        pause();
        try {
            if (!lost) {
                renew(NOBODY);
            }
        } catch (MemoryException e) {
            LOG.log(System.Logger.Level.DEBUG, "the lease of an index was not given back", e);
        }
    }
}
