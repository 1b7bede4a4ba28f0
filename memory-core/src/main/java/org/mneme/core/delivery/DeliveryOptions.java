package org.mneme.core.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import org.mneme.core.config.Binder;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Option;

/**
 * Hold how events are delivered, below {@code mneme.delivery.}.
 *
 * @param workers how many attempts this server makes at once
 * @param perWebhook how many of them to one webhook
 * @param maxAttempts how often one event is tried before it is given up
 * @param backoff how long until the second attempt; four times as long for each further one
 * @param maxBackoff the longest wait between two attempts
 * @param disableAfter how many failed attempts in a row disable a webhook
 * @param pause how long a webhook is left alone after a failure; twice as long after each further one in a row
 * @param lease how long a server that is not heard of keeps what it was about to send
 * @param poll how often this server looks for events of other servers
 * @param keep how long an ended delivery stays in the log
 */
public record DeliveryOptions(
        int workers,
        int perWebhook,
        int maxAttempts,
        Duration backoff,
        Duration maxBackoff,
        int disableAfter,
        Duration pause,
        Duration lease,
        Duration poll,
        Duration keep) {

    /** What an attempt may take in all ({@code mneme.notifier.webhook.total-timeout}), and a little more. */
    static final Duration ATTEMPT = Duration.ofSeconds(17);

    private static final String PREFIX = "mneme.delivery.";

    private static final List<Option> OPTIONS = List.of(
            option("workers", Option.Type.INTEGER, "32", "how many deliveries this server attempts at once"),
            option("per-webhook", Option.Type.INTEGER, "4", "how many of them to one webhook"),
            option("max-attempts", Option.Type.INTEGER, "10", "how often one event is tried before it is given up"),
            option(
                    "backoff",
                    Option.Type.DURATION,
                    "5s",
                    "how long until the second attempt; four times as long for each further one"),
            option("max-backoff", Option.Type.DURATION, "6h", "the longest wait between two attempts"),
            option("disable-after", Option.Type.INTEGER, "10", "how many failed attempts in a row disable a webhook"),
            option(
                    "pause",
                    Option.Type.DURATION,
                    "25ms",
                    "how long a webhook is left alone after a failure; twice as long after each further one in a row"),
            option(
                    "lease",
                    Option.Type.DURATION,
                    "30s",
                    "how long a server that is not heard of keeps what it was about to send, 20s … 10m"),
            option("poll", Option.Type.DURATION, "1s", "how often this server looks for events of other servers"),
            option("keep", Option.Type.DURATION, "7d", "how long an ended delivery stays in the log"));

    private static Option option(String name, Option.Type type, String value, String description) {
        return Option.of(name, type, description).withDefault(value);
    }

    /** Return the built-in figures. */
    public static DeliveryOptions defaults() {
        return new DeliveryOptions(
                32,
                4,
                10,
                Duration.ofSeconds(5),
                Duration.ofHours(6),
                10,
                Duration.ofMillis(25),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofDays(7));
    }

    /** Bind the options, noting what is wrong; what cannot be read gets its default. */
    public static DeliveryOptions bind(Binder binder) {
        BoundOptions options = binder.bind(PREFIX, OPTIONS);
        DeliveryOptions bound;
        try {
            bound = new DeliveryOptions(
                    options.getInt("workers"),
                    options.getInt("per-webhook"),
                    options.getInt("max-attempts"),
                    options.getDuration("backoff"),
                    options.getDuration("max-backoff"),
                    options.getInt("disable-after"),
                    options.getDuration("pause"),
                    options.getDuration("lease"),
                    options.getDuration("poll"),
                    options.getDuration("keep"));
        } catch (IllegalArgumentException | DateTimeException e) {
            return defaults(); // noted by the binder, which stops the start
        }
        require(binder, bound.workers >= 4 && bound.workers <= 1024, "workers", "give 4 … 1024");
        require(binder, bound.perWebhook >= 1 && bound.perWebhook <= 64, "per-webhook", "give 1 … 64");
        require(binder, bound.maxAttempts >= 1, "max-attempts", "give at least 1");
        require(binder, bound.disableAfter >= 1, "disable-after", "give at least 1");
        require(binder, bound.backoff.toMillis() >= 1, "backoff", "give at least 1ms");
        require(binder, bound.poll.toMillis() >= 50, "poll", "give at least 50ms");
        require(
                binder,
                bound.lease.compareTo(Duration.ofSeconds(20)) >= 0
                        && bound.lease.compareTo(Duration.ofMinutes(10)) <= 0,
                "lease",
                "give 20s … 10m: longer than an attempt may take");
        return bound;
    }

    private static void require(Binder binder, boolean right, String name, String remedy) {
        if (!right) {
            binder.report(PREFIX + name, "is out of range", remedy);
        }
    }
}
