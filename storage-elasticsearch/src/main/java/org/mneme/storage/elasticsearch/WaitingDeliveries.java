package org.mneme.storage.elasticsearch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remember which deliveries wait: those this server has made or given back, in the state it left them in. The cluster is
 * searched for others only every now and then, and where the last search has left some behind.
 *
 * <p>Whoever takes one has to see whether it is still in that state. Safe for several threads.
 */
final class WaitingDeliveries {

    /** How long a look counts, at least; longer where looking takes long. */
    private static final Duration COUNTS = Duration.ofMillis(200);
    /** How long a look counts at most. */
    private static final Duration COUNTS_AT_MOST = Duration.ofSeconds(1);
    /** How long it counts while something known waits, so that this need not wait for a look in most cases. */
    private static final Duration COUNTS_WHILE_KNOWN = Duration.ofSeconds(2);
    /** How many times as long as it took a look counts. */
    private static final int WORTH = 10;

    private static final int MOST = 2_000;

    /** What may be leased. */
    record Bounds(Instant now, int limit, int perWebhook, Set<String> except) {}

    /** When it was looked, for when, how long that counts, and for which webhooks some may have been left behind. */
    private record Look(long at, Instant now, long counts, Set<String> left) {}

    private final Map<String, Cluster.Doc> docs = new LinkedHashMap<>();
    private Look last = new Look(0, Instant.EPOCH, 0, Set.of());
    private boolean again = true;

    /** Remember a delivery that waits, in the state this server has left it in. */
    synchronized void add(Cluster.Doc doc) {
        if (docs.size() >= MOST) {
            docs.clear();
            again = true;
        }
        docs.put(doc.id(), doc);
    }

    synchronized void forget(String id) {
        docs.remove(id);
    }

    /** Search the next time, because something was changed that is not known here. */
    synchronized void lookAgain() {
        again = true;
    }

    /** Tell whether the cluster is to be searched for what may be leased. */
    synchronized boolean toLook(Bounds bounds) {
        long age = System.nanoTime() - last.at();
        // the time asked for goes on like that of the machine, or it is another one
        Duration jump =
                Duration.between(last.now(), bounds.now()).minusNanos(age).abs();
        Set<String> known = new HashSet<>();
        docs.values().stream().filter(doc -> isDue(doc, bounds)).forEach(doc -> known.add(webhook(doc)));
        return again
                || age > (known.isEmpty() ? last.counts() : COUNTS_WHILE_KNOWN.toNanos())
                || jump.compareTo(COUNTS_AT_MOST) > 0
                // there is room again for one that nothing is known for
                || last.left().stream()
                        .anyMatch(webhook -> !bounds.except().contains(webhook) && !known.contains(webhook));
    }

    /** Begin to look: what is changed from now on counts for the next look. */
    synchronized long looking() {
        again = false;
        return System.nanoTime();
    }

    /**
     * Remember that it was looked.
     *
     * @param begun when, as {@link #looking} said
     * @param more whether there may be more than were leased, for whichever webhook
     * @param left the webhooks for which some may have been left behind
     */
    synchronized void looked(long begun, Bounds bounds, boolean more, Set<String> left) {
        long took = System.nanoTime() - begun;
        long counts = Math.max(COUNTS.toNanos(), Math.min(COUNTS_AT_MOST.toNanos(), WORTH * took));
        Set<String> behind = new HashSet<>(left);
        behind.addAll(bounds.except());
        last = new Look(begun, bounds.now(), counts, Set.copyOf(behind));
        again |= more;
    }

    private static boolean isDue(Cluster.Doc doc, Bounds bounds) {
        return doc.source().path("due").longValue() <= bounds.now().toEpochMilli()
                && !bounds.except().contains(webhook(doc));
    }

    private static String webhook(Cluster.Doc doc) {
        return doc.source().path("webhook").asText();
    }

    /** Return those that may be leased, the longest waiting first, and forget them. */
    synchronized List<Cluster.Doc> take(Bounds bounds) {
        List<Cluster.Doc> taken = new ArrayList<>();
        Map<String, Integer> perWebhook = new HashMap<>();
        docs.values().stream()
                .filter(doc -> isDue(doc, bounds))
                .sorted(Comparator.comparingLong(
                                (Cluster.Doc doc) -> doc.source().path("rank").longValue())
                        .thenComparing(doc -> doc.source().path("id").asText()))
                .filter(doc -> perWebhook.merge(webhook(doc), 1, Integer::sum) <= bounds.perWebhook())
                .limit(bounds.limit())
                .forEach(taken::add);
        taken.forEach(doc -> docs.remove(doc.id()));
        return taken;
    }
}
