package org.mneme.spi.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Delivery;
import org.mneme.api.Scope;

/** Keep deliveries: the outbox of what has to go out, and the log of what was tried. */
public interface DeliveryStore {

    /** A delivery and the lease a worker holds it by. */
    record Leased(Delivery delivery, Lease lease) {}

    /** A delivery and its attempts, oldest first. */
    record Logged(Delivery delivery, List<Delivery.Attempt> attempts) {
        public Logged {
            attempts = List.copyOf(attempts);
        }
    }

    /** Say which deliveries to list: of a webhook, in a state, created since. */
    record Query(Optional<String> webhook, Optional<Delivery.State> state, Optional<Instant> since, int limit) {}

    /**
     * Lease due deliveries of enabled webhooks, at most {@code limit}, at most {@code perWebhook} of one webhook, none of
     * the webhooks in {@code except}, the longest waiting first. Serves the whole server.
     */
    List<Leased> lease(Instant now, Lease lease, int limit, int perWebhook, Set<String> except);

    /**
     * Record an attempt and where the delivery stands after it, giving up the lease; false if the lease was lost, in which
     * case only the attempt is recorded.
     */
    boolean attempted(Leased leased, Delivery.Attempt attempt, Delivery.State state, Instant notBefore);

    /** Return deliveries of the scope's workspace, newest first. */
    List<Logged> list(Scope scope, Query query);

    /** Return one delivery of the scope's workspace. */
    Optional<Logged> get(Scope scope, String id);

    /** Make deliveries due again that are not pending and still have their body; returns how many. */
    int retry(Scope scope, Query query);

    /** Make one delivery due again; returns whether it is there and still has its body. */
    boolean retry(Scope scope, String id);

    /** Delete deliveries that ended before a time, with their attempts; returns how many. Serves the whole server. */
    int removeEnded(Instant before);
}
