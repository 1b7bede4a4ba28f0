package org.mneme.core.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.mneme.spi.storage.DeliveryStore.Leased;

/**
 * The lanes of all webhooks, and how the workers are shared between them. Safe for several threads.
 *
 * <p>All webhooks that are failing share at most a quarter of the workers, and with those not tried yet at most half, so
 * that however many receivers hang, the healthy have the rest.
 */
final class Traffic {

    /** How many deliveries are held for each worker, so that not every end asks the storage. */
    private static final int RESERVE = 4;

    private final DeliveryOptions options;
    private final Map<String, Lane> lanes = new HashMap<>();

    Traffic(DeliveryOptions options) {
        this.options = options;
    }

    /** Return how many deliveries to lease. Those of receivers that may hang do not count: they hold up nobody. */
    synchronized int room() {
        return RESERVE * options.workers() - sum(Lane::isProven, Lane::held);
    }

    /** Return how many deliveries of one webhook to lease. */
    int roomPerWebhook() {
        return 2 * options.perWebhook();
    }

    private int sum(Predicate<Lane> which, ToIntFunction<Lane> figure) {
        return lanes.values().stream().filter(which).mapToInt(figure).sum();
    }

    /** Return the webhooks that nothing is to be leased for now. */
    synchronized Set<String> notNow(Instant now) {
        boolean enough = holdsEnoughUnproven();
        Set<String> ids = new HashSet<>();
        lanes.forEach((id, lane) -> {
            if (lane.isFull() || lane.isPaused(now) || !lane.isProven() && enough) {
                ids.add(id);
            }
        });
        return ids;
    }

    private boolean holdsEnoughUnproven() {
        return sum(lane -> !lane.isProven(), Lane::held) >= 2 * RESERVE * options.workers();
    }

    /** Hold what was leased; for a webhook not known here yet, {@code failing} tells whether it has been failing. */
    void add(List<Leased> leased, Predicate<Leased> failing) {
        for (Leased each : leased) {
            // asked outside the lock: the answer comes from the storage
            boolean fails = !knows(each) && failing.test(each);
            add(each, fails);
        }
    }

    private synchronized boolean knows(Leased leased) {
        return lanes.containsKey(leased.delivery().webhook());
    }

    private synchronized void add(Leased leased, boolean failing) {
        Lane lane = lanes.computeIfAbsent(leased.delivery().webhook(), id -> new Lane(options.perWebhook(), failing));
        // beyond that the lease ends by itself, and whoever leases it next may have room
        if (lane.isProven() || !holdsEnoughUnproven()) {
            lane.add(leased);
        }
    }

    /** Take everything that may begin now, and count it as running. */
    synchronized List<Leased> begin(Instant now) {
        List<Leased> beginning = new ArrayList<>();
        int free = options.workers() - sum(lane -> true, Lane::running);
        int freeForFailing = options.workers() / 4 - sum(Lane::isFailing, Lane::running);
        int freeForUnproven = options.workers() / 2 - sum(lane -> !lane.isProven(), Lane::running);
        boolean found = true;
        while (found) {
            found = false;
            // one of each lane at a time, so that a full one does not take all workers
            for (Lane lane : lanes.values()) {
                boolean mayBegin = free > 0
                        && (!lane.isFailing() || freeForFailing > 0)
                        && (lane.isProven() || freeForUnproven > 0);
                Optional<Leased> next = mayBegin ? lane.begin(now) : Optional.empty();
                if (next.isPresent()) {
                    found = true;
                    beginning.add(next.get());
                    free--;
                    freeForFailing -= lane.isFailing() ? 1 : 0;
                    freeForUnproven -= lane.isProven() ? 0 : 1;
                }
            }
        }
        return beginning;
    }

    /** Count an attempt as over, and tell whether its webhook has just made room for more. */
    synchronized boolean end(Leased leased) {
        Lane lane = lane(leased.delivery().webhook());
        lane.end();
        return lane.hasJustMadeRoom();
    }

    private Lane lane(String webhook) {
        return lanes.computeIfAbsent(webhook, id -> new Lane(options.perWebhook(), false));
    }

    synchronized void succeeded(String webhook) {
        lane(webhook).succeeded();
    }

    synchronized void failed(String webhook, Instant pausedUntil) {
        lane(webhook).failed(pausedUntil);
    }

    /** Keep what was about to be sent to a disabled webhook, in case it is enabled soon. */
    synchronized void putBack(Leased leased, Instant pausedUntil) {
        Lane lane = lane(leased.delivery().webhook());
        lane.putBack(leased);
        lane.failed(pausedUntil);
    }

    synchronized void revive(String webhook) {
        lane(webhook).revive();
    }

    /** Return how long a webhook is still left alone, if it is. */
    synchronized Optional<Duration> pauseLeft(String webhook, Instant now) {
        return lane(webhook).pauseLeft(now);
    }

    /** Forget lanes that nothing happens on. */
    synchronized void forgetIdle(Instant now) {
        lanes.values().removeIf(lane -> lane.isIdle() && !lane.isPaused(now));
    }

    synchronized int running() {
        return sum(lane -> true, Lane::running);
    }
}
