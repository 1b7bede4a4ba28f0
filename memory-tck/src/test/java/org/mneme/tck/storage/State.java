package org.mneme.tck.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mneme.api.AgentEvent;
import org.mneme.api.ApiKey;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Handoff;
import org.mneme.api.Job;
import org.mneme.api.Memory;
import org.mneme.api.Webhook;
import org.mneme.api.Workspace;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.Lease;

/** Hold all a reference store keeps: the disk and the lock of all its servers. */
final class State {

    /** A place in a workspace. */
    record Key(String workspace, String id) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byId = id.compareTo(other.id);
            return byId != 0 ? byId : workspace.compareTo(other.workspace);
        }
    }

    /** A memory, its former states, and its vectors by model. */
    static final class Row {
        Memory memory;
        final List<Memory> former = new ArrayList<>();
        final Map<String, Embedding> vectors = new HashMap<>();
        String words;

        Row(Memory memory) {
            this.memory = memory;
            this.words = memory.content();
        }
    }

    /** A job and who holds it. */
    static final class JobRow {
        Job job;
        Lease lease;
        long token;

        JobRow(Job job) {
            this.job = job;
        }
    }

    /** A delivery, who holds it, and what was tried. */
    static final class DeliveryRow {
        Delivery delivery;
        Lease lease;
        long token;
        final List<Delivery.Attempt> attempts = new ArrayList<>();

        DeliveryRow(Delivery delivery) {
            this.delivery = delivery;
        }
    }

    /** A key of a repeatable request. */
    static final class KeyRow {
        String fingerprint;
        IdempotencyStore.Begun.First first;
        Instant keepUntil;
        Optional<IdempotencyStore.Answer> answer = Optional.empty();
        boolean erased;
    }

    final Map<Key, Row> memories = new TreeMap<>();
    /** What a faulty deletion leaves behind. */
    final Map<Key, Row> leftovers = new HashMap<>();

    final List<Key> unsynced = new ArrayList<>();
    final Map<Key, JobRow> jobs = new LinkedHashMap<>();
    final Map<Key, Webhook> webhooks = new LinkedHashMap<>();
    final Map<String, Long> revisions = new HashMap<>();
    final Map<Key, DeliveryRow> deliveries = new LinkedHashMap<>();
    final Map<Key, AgentEvent> events = new LinkedHashMap<>();
    final Map<Key, Handoff> handoffs = new LinkedHashMap<>();
    final Map<Key, KeyRow> keys = new HashMap<>();
    final Map<String, Workspace> workspaces = new LinkedHashMap<>();
    final Map<String, ApiKey> apiKeys = new LinkedHashMap<>();
    final Map<Key, Long> usage = new HashMap<>();
    final Set<Key> projects = new TreeSet<>();
    Optional<EmbeddingSpaces.Space> active = Optional.empty();
    int openSnapshots;
    int opened;
    private final Set<Fault> faults;

    State(Set<Fault> faults) {
        this.faults = faults;
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    /** Do what a restart does to a store that has the fault. */
    synchronized void restart() {
        opened++;
        if (opened > 1 && has(Fault.VERSIONS_LOST_ON_RESTART)) {
            memories.values().forEach(row -> row.former.clear());
        }
        if (opened > 1 && has(Fault.MODEL_FORGOTTEN_ON_RESTART)) {
            active = Optional.empty();
        }
    }

    /** Do what a kill does to a store that has the fault. */
    synchronized void kill() {
        if (has(Fault.ACKNOWLEDGED_BEFORE_DURABLE)) {
            unsynced.forEach(memories::remove);
        }
        if (has(Fault.VECTOR_LOST_BY_KILL)) {
            unsynced.stream()
                    .filter(memories::containsKey)
                    .forEach(key -> memories.get(key).vectors.clear());
        }
    }
}
