package org.mneme.war.admin;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.mneme.api.Delivery;
import org.mneme.api.MemoryException;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.war.json.JsonBody;
import org.mneme.war.query.QueryParameters;

/** What the administration takes about deliveries. */
final class DeliveryRequests {

    private static final int ID = 64;
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;
    private static final List<String> STATES = List.of("pending", "delivered", "failed");

    private DeliveryRequests() {}

    /** Read which deliveries to list. */
    static DeliveryStore.Query query(QueryParameters parameters) {
        return new DeliveryStore.Query(
                parameters.text("webhook_id", ID),
                parameters.word("state", STATES).map(word -> Delivery.State.valueOf(word.toUpperCase(Locale.ROOT))),
                parameters.text("since", ID).map(DeliveryRequests::time),
                parameters.integer("limit", 1, LARGEST_PAGE).orElse(PAGE));
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw MemoryException.invalid("since", "since must be a time with an offset, such as 2026-03-14T15:04:05Z");
        }
    }

    /** What {@code POST …/deliveries/retry} takes; at least one of the two. */
    @Schema(name = "AdminRetryRequest")
    record Retry(
            @Schema(description = "Only deliveries to this webhook.")
            Optional<String> webhookId,

            @Schema(description = "Only deliveries of memories stored since then.")
            Optional<Instant> since) {

        static Retry of(JsonBody body) {
            Retry retry = new Retry(body.text("webhook_id", ID), body.time("since"));
            if (retry.webhookId().isEmpty() && retry.since().isEmpty()) {
                throw body.invalid("webhook_id", "or since is required");
            }
            return retry;
        }
    }
}
