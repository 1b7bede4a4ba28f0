package org.mneme.core.plugin;

import java.time.Duration;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;

/** Deliver with whichever notifier is in the seat. */
record LiveNotifier(String id, Seat<Notifier> seat) implements Notifier {

    /** Shorter than the shortest lease of a delivery: what takes longer would be sent again by another server. */
    private static final Duration ATTEMPT = Duration.ofSeconds(15);

    @Override
    public void check(String address) {
        try {
            seat.call(
                    ATTEMPT,
                    notifier -> {
                        notifier.check(address);
                        return address;
                    },
                    Seats::notNull);
        } catch (PluginFailure e) {
            throw missingOr(e);
        }
    }

    @Override
    public DeliveryResult deliver(Notification notification) {
        try {
            return seat.call(ATTEMPT, notifier -> notifier.deliver(notification), Seats::notNull);
        } catch (PluginFailure e) {
            if (seat.vacant()) {
                throw missingOr(e);
            }
            return DeliveryResult.failed("the channel " + id + " " + e.getMessage());
        }
    }

    private MemoryException missingOr(PluginFailure e) {
        return MemoryException.unavailable(
                seat.vacant() ? "notifier_missing" : "notifier_unavailable",
                "The channel " + id + " " + e.getMessage() + ".",
                Duration.ofMinutes(1),
                e);
    }

    @Override
    public Health health() {
        return seat.health();
    }

    @Override
    public void close() {
        Seats.vacate(seat);
    }
}
