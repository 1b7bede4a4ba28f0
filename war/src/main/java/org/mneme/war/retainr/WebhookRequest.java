package org.mneme.war.retainr;

import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.mneme.core.webhook.NewWebhook;
import org.mneme.war.json.JsonBody;

/** What {@code POST /v1/webhooks} takes. Bounds and defaults are the service's, which every dialect shares. */
@Schema(
        name = "RetainrWebhookRequest",
        requiredProperties = {"name", "url", "event_type"})
record WebhookRequest(
        @Schema(description = "What people call it.", maxLength = Limits.NAME)
        String name,

        @Schema(description = "Where events are posted to; https, unless the operator allows http.")
        String url,

        @Schema(enumeration = {"memory.created", "memory.watch"})
        String eventType,

        @Schema(description = "Only memories of this namespace.", maxLength = Limits.NAMESPACE)
        Optional<String> namespaceFilter,

        @Schema(description = "What a memory.watch looks for; required for it.")
        Optional<String> watchQuery,

        @Schema(
                description = "The least cosine similarity that counts.",
                minimum = "0.5",
                maximum = "1",
                defaultValue = "0.75")
        Optional<Double> watchThreshold,

        @Schema(description = "What deliveries are signed with; made if absent.")
        Optional<String> secret) {

    private static final int TEXT = 4096;

    static WebhookRequest of(JsonBody body) {
        return new WebhookRequest(
                body.requireText("name", Limits.NAME).strip(),
                body.requireText("url", TEXT),
                body.requireText("event_type", TEXT),
                body.text("namespace_filter", Limits.NAMESPACE),
                body.text("watch_query", TEXT),
                threshold(body),
                body.text("secret", TEXT));
    }

    static Optional<Double> threshold(JsonBody body) {
        OptionalDouble threshold = body.number("watch_threshold", 0.5, 1);
        return threshold.isPresent() ? Optional.of(threshold.getAsDouble()) : Optional.empty();
    }

    NewWebhook command() {
        return new NewWebhook(name, url, eventType, namespaceFilter, watchQuery, watchThreshold, secret);
    }

    @Override
    public String toString() {
        return "WebhookRequest[name=" + name + "]";
    }
}
