package org.mneme.notify.log;

import org.mneme.api.MemoryException;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Write events to the log. Addresses have the form {@code log:<word>}; the word stands in the line, to filter by. */
record LogNotifier(boolean includeContent) implements Notifier {

    private static final Logger LOG = LoggerFactory.getLogger("org.mneme.events");
    private static final String ADDRESS = "log:[A-Za-z0-9._-]{1,64}";

    @Override
    public void check(String address) {
        if (!address.matches(ADDRESS)) {
            throw MemoryException.invalid(
                    "url", "url must be log: and a word of at most 64 letters, digits, dots, dashes and underscores");
        }
    }

    @Override
    public DeliveryResult deliver(Notification notification) {
        // JSON text has no raw control characters, so one event stays one line
        String said = includeContent ? notification.body() : notification.body().length() + " characters";
        LOG.info("{} {} {} {}", notification.address(), notification.event(), notification.id(), said);
        return DeliveryResult.delivered(java.util.Optional.empty());
    }

    @Override
    public void close() {
        // nothing is held
    }
}
