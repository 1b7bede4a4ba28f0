package org.mneme.notify.log;

import java.util.Optional;
import org.mneme.api.MemoryException;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Write events to the log. An address {@code log:<word>} means the logger {@code org.mneme.events.<word>}, so that a server's
 * log configuration can send each to a file of its own.
 */
record LogNotifier(boolean includeContent) implements Notifier {

    private static final String SCHEME = "log:";
    private static final String ADDRESS = SCHEME + "[A-Za-z0-9_-]{1,64}";

    @Override
    public void check(String address) {
        if (!address.matches(ADDRESS)) {
            throw MemoryException.invalid(
                    "url", "url must be log: and a word of at most 64 letters, digits, dashes and underscores");
        }
    }

    @Override
    public DeliveryResult deliver(Notification notification) {
        if (!notification.address().matches(ADDRESS)) {
            return DeliveryResult.failed("the address is not log: and a word");
        }
        Logger log = LoggerFactory.getLogger(
                "org.mneme.events." + notification.address().substring(SCHEME.length()));
        if (!log.isInfoEnabled()) {
            return DeliveryResult.failed("the server's log leaves out " + log.getName());
        }
        // JSON text has no raw control characters, so one event stays one line
        String said = includeContent ? notification.body() : notification.body().length() + " characters";
        log.info("{} {} {}", notification.event(), notification.id(), said);
        return DeliveryResult.delivered(Optional.empty());
    }

    @Override
    public void close() {
        // nothing is held
    }
}
