package org.mneme.spi.notifier;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Hold what a notifier sends.
 *
 * @param id the event id, the same over all repeats
 * @param event the word of the event, such as {@code memory.created}
 * @param address where to, as registered
 * @param body the exact JSON text to send and to sign
 * @param secrets the signing secrets in clear, the newest first; the first signs, and during a rotation all do where the
 *     channel can carry several signatures
 * @param at when this attempt is made
 */
public record Notification(String id, String event, String address, String body, List<String> secrets, Instant at) {
    public Notification {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(at, "at");
        secrets = List.copyOf(secrets);
    }

    @Override
    public String toString() {
        return "Notification[id=" + id + ", event=" + event + "]";
    }
}
