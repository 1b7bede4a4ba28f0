package org.mneme.core.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.mneme.api.Delivery;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.core.webhook.EventSender;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.DeliveryStore.Leased;
import org.mneme.spi.storage.WebhookStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Make one attempt, and record what it means for the event and for its webhook.
 *
 * <p>Each failed attempt counts towards disabling, whichever event it was for: the documents speak of consecutive delivery
 * failures, and a receiver that is away fails whatever is sent.
 */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final Duration POSTPONED = Duration.ofMinutes(1);
    private static final int TRIES = 5;

    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final EventSender sender;
    private final Traffic traffic;
    private final DeliveryOptions options;
    private final Backoff backoff;
    private final Clock clock;

    Attempts(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            EventSender sender,
            Traffic traffic,
            DeliveryOptions options,
            Backoff backoff,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.sender = sender;
        this.traffic = traffic;
        this.options = options;
        this.backoff = backoff;
        this.clock = clock;
    }

    /** Tell whether a delivery's webhook failed the last time, on whichever server. */
    boolean isForFailing(Leased leased) {
        Delivery delivery = leased.delivery();
        return webhooks.get(Scope.of(delivery.workspace()), delivery.webhook())
                .filter(webhook -> webhook.consecutiveFailures() > 0)
                .isPresent();
    }

    void make(Leased leased) {
        Delivery delivery = leased.delivery();
        Scope workspace = Scope.of(delivery.workspace());
        // read now, so that a new address or secret is used at once, and a disabled webhook is left alone
        Optional<Webhook> webhook = webhooks.get(workspace, delivery.webhook());
        if (webhook.isEmpty()) {
            return; // deleted, and its deliveries with it
        }
        if (!webhook.get().enabled()) {
            traffic.putBack(leased, now().plus(options.lease()));
            return;
        }
        if (delivery.body().isEmpty()) {
            record(
                    leased,
                    attempt(now(), 0, DeliveryResult.failed("the event's content was erased")),
                    Delivery.State.FAILED,
                    now());
            return;
        }
        Instant begin = now();
        long start = System.nanoTime();
        DeliveryResult result;
        try {
            result = sender.send(
                    webhook.get(),
                    delivery.id(),
                    delivery.event(),
                    delivery.body().get());
        } catch (MemoryException e) {
            postpone(leased, begin, e);
            return;
        }
        Delivery.Attempt attempt = attempt(begin, (System.nanoTime() - start) / 1_000_000, result);
        if (result.delivered()) {
            succeeded(leased, webhook.get(), attempt);
            return;
        }
        failed(leased, webhook.get(), attempt, result);
    }

    private static Delivery.Attempt attempt(Instant begin, long millis, DeliveryResult result) {
        return new Delivery.Attempt(begin, result.status(), millis, result.error());
    }

    private void succeeded(Leased leased, Webhook webhook, Delivery.Attempt attempt) {
        record(leased, attempt, Delivery.State.DELIVERED, now());
        if (webhook.consecutiveFailures() > 0) {
            webhooks.succeeded(Scope.of(webhook.workspace()), webhook.id());
        }
        traffic.succeeded(webhook.id());
    }

    private void failed(Leased leased, Webhook webhook, Delivery.Attempt attempt, DeliveryResult result) {
        int attempts = leased.delivery().attempts() + 1;
        boolean givenUp = result.gone() || attempts >= options.maxAttempts();
        Instant now = now();
        Instant next = now.plus(backoff.ofEvent(attempts, result.retryAfter()));
        record(leased, attempt, givenUp ? Delivery.State.FAILED : Delivery.State.PENDING, givenUp ? now : next);
        Scope workspace = Scope.of(webhook.workspace());
        Optional<Webhook> after = webhooks.failed(workspace, webhook.id(), options.disableAfter());
        if (result.gone()) {
            disable(workspace, webhook.id());
        }
        int failures = after.map(Webhook::consecutiveFailures).orElse(1);
        if (result.gone() || after.filter(Webhook::enabled).isEmpty()) {
            traffic.failed(webhook.id(), now.plus(options.lease()));
            LOG.warn("Webhook {} is disabled: {}", webhook.id(), attempt.error().orElse("it failed"));
            return;
        }
        traffic.failed(webhook.id(), now.plus(backoff.ofWebhook(failures, result.retryAfter())));
    }

    /** Disable a webhook whose receiver said that it never wants to be told again. */
    private void disable(Scope workspace, String id) {
        for (int i = 0; i < TRIES; i++) {
            try {
                Optional<Webhook> present = webhooks.get(workspace, id).filter(Webhook::enabled);
                present.ifPresent(webhook -> webhooks.update(workspace, webhook.disabled(now())));
                return;
            } catch (MemoryException e) {
                if (e.kind() != MemoryException.Kind.CONFLICT) {
                    throw e;
                }
            }
        }
    }

    /** Try again later: not the receiver's fault, so it does not count. */
    private void postpone(Leased leased, Instant begin, MemoryException why) {
        LOG.error(
                "Webhook {} cannot be sent to by this server: {}",
                leased.delivery().webhook(),
                why.getMessage());
        Delivery.Attempt attempt = attempt(begin, 0, DeliveryResult.failed(why.getMessage()));
        record(leased, attempt, Delivery.State.PENDING, now().plus(POSTPONED));
    }

    private void record(Leased leased, Delivery.Attempt attempt, Delivery.State state, Instant notBefore) {
        if (!deliveries.attempted(leased, attempt, state, notBefore)) {
            LOG.warn(
                    "Delivery {} was taken over by another worker meanwhile",
                    leased.delivery().id());
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
