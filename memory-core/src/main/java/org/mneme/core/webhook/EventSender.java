package org.mneme.core.webhook;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.mneme.api.MemoryException;
import org.mneme.api.Webhook;
import org.mneme.core.secret.SecretBox;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;

/** Send one event to one webhook, once, by the channel it has chosen and signed with its secrets. Safe for several threads. */
public final class EventSender {

    private static final String MISSING = "notifier_missing";

    private final Map<String, Notifier> notifiers;
    private final Predicate<String> added;
    private final SecretBox secrets;
    private final Clock clock;

    /** Send by these notifiers, found by id; they may change meanwhile. */
    public EventSender(Map<String, Notifier> notifiers, SecretBox secrets, Clock clock) {
        this(notifiers, id -> false, secrets, clock);
    }

    /**
     * Send by these notifiers, found by id; they may change meanwhile.
     *
     * @param added tells of those that an operator has put beside what the server brings
     */
    public EventSender(Map<String, Notifier> notifiers, Predicate<String> added, SecretBox secrets, Clock clock) {
        this.notifiers = notifiers;
        this.added = added;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Try once.
     *
     * @param id the event id, the same in every attempt
     * @param event the word of the event
     * @param body the exact text to send
     * @throws MemoryException of kind {@code UNAVAILABLE} if this server cannot send to this webhook, which is not the
     *     receiver's fault: its channel is not installed here, or its secret cannot be read
     */
    public DeliveryResult send(Webhook webhook, String id, String event, String body) {
        Notifier notifier = notifier(webhook.notifier());
        Notification notification = new Notification(id, event, webhook.url(), body, signing(webhook), clock.instant());
        try {
            return notifier.deliver(notification);
        } catch (MemoryException e) {
            if (e.code().equals(MISSING)) {
                throw e; // it was removed between the lines above
            }
            return DeliveryResult.failed("the channel " + webhook.notifier() + " failed: " + e.code());
        } catch (RuntimeException | LinkageError e) {
            return DeliveryResult.failed("the channel " + webhook.notifier() + " failed: "
                    + e.getClass().getSimpleName());
        }
    }

    private Notifier notifier(String id) {
        Notifier notifier = notifiers.get(id);
        if (notifier == null) {
            throw MemoryException.unavailable(
                    MISSING,
                    "The channel " + id + " is not installed on this server.",
                    java.time.Duration.ofMinutes(1),
                    null);
        }
        return notifier;
    }

    /** Tell whether there is a channel with this id now that an operator has put beside what the server brings. */
    boolean isAdded(String notifier) {
        return added.test(notifier);
    }

    /** Return the secrets that sign now, the newest first. */
    private List<String> signing(Webhook webhook) {
        Instant now = clock.instant();
        List<String> signing = new ArrayList<>();
        signing.add(secrets.open(webhook.secret(), webhook.id()));
        webhook.previousSecret()
                .filter(previous -> previous.until().isAfter(now))
                .ifPresent(previous -> signing.add(secrets.open(previous.secret(), webhook.id())));
        return signing;
    }

    /**
     * Check an address with the channel that would deliver to it.
     *
     * @throws MemoryException of kind {@code INVALID}, field {@code url}
     */
    void check(String notifier, String address) {
        notifier(notifier).check(address);
    }
}
