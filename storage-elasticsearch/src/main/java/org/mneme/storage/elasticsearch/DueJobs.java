package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Remember which jobs are likely to be due: those this server has made due, and those it found when it looked last.
 *
 * <p>While it knows of some, it need not look again for each that it leases: only so often that what others make due has its
 * turn. Whoever takes one has to see whether it is still due. Safe for several threads.
 */
final class DueJobs {

    /** How long a look counts, at least; longer where looking takes long. */
    private static final Duration COUNTS = Duration.ofMillis(200);
    /** How long a look counts at most, and while a due job is known. */
    private static final Duration COUNTS_AT_MOST = Duration.ofSeconds(1);
    /** How many times as long as it took a look counts. */
    private static final int WORTH = 10;

    /** How long after a look the cluster is searched without making visible what was written since. */
    private static final long JUST_NOW_NANOS = 50_000_000L;

    private static final int MOST = 10_000;

    /** A job, from when on it is due, and its place among those that are. */
    record Known(String id, String workspace, String kind, long due, long rank) {

        private static final Comparator<Known> ORDER =
                Comparator.comparingLong(Known::rank).thenComparing(Known::id);

        static Known of(Cluster.Doc doc) {
            JsonNode source = doc.source();
            return new Known(
                    doc.id(),
                    source.path("ws").asText(),
                    source.path("work").asText(),
                    source.path("due").longValue(),
                    source.path("rank").longValue());
        }
    }

    /** The due jobs of a workspace: how many there are, and the rank of the first. */
    record Found(String workspace, long count, long first) {}

    /** What a look found: the workspaces with due jobs that are not known, by the rank of the first. */
    private record Look(Set<String> kinds, Instant now, int limit, long at, long counts, Map<String, Long> workspaces) {

        private boolean counts(Set<String> asked, Instant asOf, int atMost, long forNanos) {
            long age = System.nanoTime() - at;
            // the time asked for goes on like that of the machine, or it is another one
            Duration jump = Duration.between(now, asOf).minusNanos(age).abs();
            return kinds.equals(asked) && atMost <= limit && age < forNanos && jump.compareTo(COUNTS) < 0;
        }
    }

    private final Map<String, TreeSet<Known>> known = new HashMap<>();
    private int size;
    private Look last = new Look(Set.of(), Instant.EPOCH, 0, 0, 0, new HashMap<>());

    /** Remember jobs, and forget the others if they are too many: a look finds those. */
    synchronized void add(List<Known> jobs) {
        if (size + jobs.size() > MOST) {
            known.clear();
            size = 0;
        }
        for (Known job : jobs) {
            if (known.computeIfAbsent(job.workspace(), workspace -> new TreeSet<>(Known.ORDER))
                    .add(job)) {
                size++;
            }
        }
    }

    /** Tell whether it was looked recently for what is asked now; the less recently if there is something to do meanwhile. */
    synchronized boolean looked(Set<String> kinds, Instant now, int limit) {
        boolean busy = known.keySet().stream()
                .anyMatch(workspace -> first(workspace, kinds, now).isPresent());
        return last.counts(kinds, now, limit, busy ? COUNTS_AT_MOST.toNanos() : last.counts());
    }

    /** Remember what a look found, and how long it took. */
    synchronized void looked(Set<String> kinds, Instant now, int limit, List<Found> found, long nanos) {
        long at = System.nanoTime();
        long counts = Math.max(COUNTS.toNanos(), Math.min(COUNTS_AT_MOST.toNanos(), WORTH * nanos));
        Map<String, Long> workspaces = new HashMap<>();
        found.stream()
                .filter(each -> each.count() > due(each.workspace(), kinds, now).count())
                .forEach(each -> workspaces.put(each.workspace(), each.first()));
        last = new Look(Set.copyOf(kinds), now, limit, at, counts, workspaces);
    }

    /** Return the workspaces with jobs that are due, the longest waiting first. */
    synchronized List<String> workspaces(Set<String> kinds, Instant now, int limit) {
        Map<String, Long> first = new HashMap<>(last.workspaces());
        known.keySet()
                .forEach(workspace ->
                        first(workspace, kinds, now).ifPresent(job -> first.merge(workspace, job.rank(), Math::min)));
        return first.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Optional<Known> first(String workspace, Set<String> kinds, Instant now) {
        return due(workspace, kinds, now).findFirst();
    }

    private Stream<Known> due(String workspace, Set<String> kinds, Instant now) {
        return known.getOrDefault(workspace, new TreeSet<>(Known.ORDER)).stream()
                .filter(job -> job.due() <= now.toEpochMilli() && kinds.contains(job.kind()));
    }

    /** Take the first job of a workspace that is known and due, unless the last look has found one before it. */
    synchronized Optional<Known> take(String workspace, Set<String> kinds, Instant now) {
        Optional<Known> first = first(workspace, kinds, now);
        Long before = last.workspaces().get(workspace);
        if (first.isPresent() && before != null && before < first.get().rank()) {
            return Optional.empty();
        }
        first.ifPresent(this::forget);
        return first;
    }

    /** Forget that the last look has found jobs of a workspace, because they are read; returns whether it has just done so. */
    synchronized boolean read(String workspace, Set<String> kinds, Instant now) {
        return last.workspaces().remove(workspace) != null && last.counts(kinds, now, 1, JUST_NOW_NANOS);
    }

    private void forget(Known job) {
        TreeSet<Known> of = known.get(job.workspace());
        if (of != null && of.remove(job)) {
            size--;
            if (of.isEmpty()) {
                known.remove(job.workspace());
            }
        }
    }

    /** Forget a job that was removed. */
    synchronized void forget(String workspace, String id) {
        List<Known> gone = known.getOrDefault(workspace, new TreeSet<>(Known.ORDER)).stream()
                .filter(job -> job.id().equals(id))
                .toList();
        gone.forEach(this::forget);
    }
}
