package org.mneme.core.webhook;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mneme.api.MemoryException;
import org.mneme.api.Webhook;
import org.mneme.core.secret.SecretBox;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;

/** Send one event to one webhook, once, by the channel it has chosen and signed with its secrets. Safe for several threads. */
public final class EventSender {

    private final Map<String, Notifier> notifiers;
    private final SecretBox secrets;
    private final Clock clock;

    /** Send by these notifiers, found by id. */
    public EventSender(Map<String, Notifier> notifiers, SecretBox secrets, Clock clock) {
        this.notifiers = Map.copyOf(notifiers);
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
        } catch (RuntimeException | LinkageError e) {
            return DeliveryResult.failed("the channel " + webhook.notifier() + " failed: "
                    + e.getClass().getSimpleName());
        }
    }

    private Notifier notifier(String id) {
        Notifier notifier = notifiers.get(id);
        if (notifier == null) {
            throw MemoryException.unavailable(
                    "notifier_missing",
                    "The channel " + id + " is not installed on this server.",
                    java.time.Duration.ofMinutes(1),
                    null);
        }
        return notifier;
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
