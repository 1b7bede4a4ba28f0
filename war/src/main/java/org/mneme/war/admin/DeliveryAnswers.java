package org.mneme.war.admin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.mneme.spi.storage.DeliveryStore;

/** What the administration answers about deliveries. What a memory says is never among it. */
final class DeliveryAnswers {

    private DeliveryAnswers() {}

    /**
     * One event on its way to one webhook.
     *
     * @param nextAttemptAt null unless it is pending
     */
    @Schema(name = "AdminDelivery")
    record Delivery(
            String deliveryId,
            String webhookId,
            String memoryId,
            String event,
            String state,
            int attemptCount,
            Instant nextAttemptAt,
            Instant createdAt,
            Instant updatedAt,
            List<Attempt> attempts) {

        static Delivery of(DeliveryStore.Logged logged) {
            org.mneme.api.Delivery delivery = logged.delivery();
            boolean pending = delivery.state() == org.mneme.api.Delivery.State.PENDING;
            return new Delivery(
                    delivery.id(),
                    delivery.webhook(),
                    delivery.memory(),
                    delivery.event(),
                    delivery.state().name().toLowerCase(Locale.ROOT),
                    delivery.attempts(),
                    pending ? delivery.notBefore() : null,
                    delivery.createdAt(),
                    delivery.updatedAt(),
                    logged.attempts().stream().map(Attempt::of).toList());
        }
    }

    /**
     * One attempt.
     *
     * @param status null if there was no answer
     * @param error null if it was delivered
     */
    @Schema(name = "AdminDeliveryAttempt")
    record Attempt(Instant at, Integer status, long latencyMs, String error) {
        static Attempt of(org.mneme.api.Delivery.Attempt attempt) {
            return new Attempt(
                    attempt.at(),
                    attempt.status().orElse(null),
                    attempt.latencyMillis(),
                    attempt.error().orElse(null));
        }
    }

    @Schema(name = "AdminDeliveries")
    record Deliveries(List<Delivery> deliveries) {}

    @Schema(name = "AdminRetried")
    record Retried(int retried) {}
}
