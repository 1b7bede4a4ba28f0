package org.mneme.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Describe one event on its way to one webhook.
 *
 * @param id {@code evt_…}: the event id a receiver sees, the same over all repeats
 * @param workspace the id of the workspace it belongs to
 * @param webhook the id of the webhook
 * @param memory the id of the memory it tells of; when that is deleted, so is this
 * @param event the word of the event, such as {@code memory.created}
 * @param body the exact JSON text to send; empty once it has been erased
 * @param state where it stands
 * @param attempts how often it was tried
 * @param notBefore the earliest time of the next attempt
 * @param createdAt when the memory was stored
 * @param updatedAt when it last changed
 */
public record Delivery(
        String id,
        String workspace,
        String webhook,
        String memory,
        String event,
        Optional<String> body,
        State state,
        int attempts,
        Instant notBefore,
        Instant createdAt,
        Instant updatedAt) {

    /** Where a delivery stands. */
    public enum State {
        /** Waiting for its next attempt. */
        PENDING,
        DELIVERED,
        /** Given up; it can be retried by hand. */
        FAILED
    }

    /**
     * Record one attempt.
     *
     * @param at when it began
     * @param status the HTTP status, or what the notifier has in its place; empty if there was no answer
     * @param latencyMillis how long it took
     * @param error why it failed, in one sentence; empty if it did not
     */
    public record Attempt(Instant at, Optional<Integer> status, long latencyMillis, Optional<String> error) {
        public Attempt {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(error, "error");
        }
    }

    public Delivery {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(workspace, "workspace");
        Objects.requireNonNull(webhook, "webhook");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
    }

    /**
     * Make a delivery of what a webhook wants, that nobody has tried.
     *
     * @param memory the id of the memory it tells of
     * @param body the exact JSON text to send
     * @param now when the memory was stored
     */
    public static Delivery pending(String id, Webhook webhook, String memory, String body, Instant now) {
        return new Delivery(
                id,
                webhook.workspace(),
                webhook.id(),
                memory,
                webhook.event().word(),
                Optional.of(body),
                State.PENDING,
                0,
                now,
                now,
                now);
    }

    /**
     * Return this delivery in another state.
     *
     * @param attempts how often it was tried by then
     * @param notBefore the earliest time of the next attempt
     * @param now when it changed
     */
    public Delivery moved(State to, int attempts, Instant notBefore, Instant now) {
        return new Delivery(id, workspace, webhook, memory, event, body, to, attempts, notBefore, createdAt, now);
    }
}
