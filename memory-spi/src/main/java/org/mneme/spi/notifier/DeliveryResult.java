package org.mneme.spi.notifier;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Say how an attempt ended.
 *
 * @param delivered whether the receiver took it
 * @param status the HTTP status, or what the channel has in its place; empty if there was no answer
 * @param error why it failed, in one sentence without secrets; empty if it did not
 * @param retryAfter how long the receiver asked to be left alone, if it did
 * @param gone whether the receiver said that it never wants to be told again
 */
public record DeliveryResult(
        boolean delivered,
        Optional<Integer> status,
        Optional<String> error,
        Optional<Duration> retryAfter,
        boolean gone) {
    public DeliveryResult {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(retryAfter, "retryAfter");
    }

    /** Report that the receiver took it. */
    public static DeliveryResult delivered(Optional<Integer> status) {
        return new DeliveryResult(true, status, Optional.empty(), Optional.empty(), false);
    }

    /** Report that there was no answer. */
    public static DeliveryResult failed(String error) {
        return new DeliveryResult(false, Optional.empty(), Optional.of(error), Optional.empty(), false);
    }
}
