package org.mneme.spi.notifier;

import org.mneme.spi.Health;

/**
 * Deliver events, one attempt a call. When and how often to try is the server's affair.
 *
 * @implSpec Safe for use by many threads at once. A call ends within the time the notifier's options allow.
 */
public interface Notifier extends AutoCloseable {

    /**
     * Check an address before it is registered.
     *
     * @throws org.mneme.api.MemoryException of kind {@code INVALID}, field {@code url}, saying what is allowed
     */
    void check(String address);

    /** Try once to deliver a notification. Failures are returned, never thrown. */
    DeliveryResult deliver(Notification notification);

    /** Report whether the channel works. */
    default Health health() {
        return Health.up();
    }

    @Override
    void close();
}
