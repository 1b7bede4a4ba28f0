package org.mneme.war.retainr;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.mneme.core.webhook.WebhookChange;
import org.mneme.war.json.JsonBody;

/** What {@code PUT /v1/webhooks/{id}} takes; what is absent stays. */
@Schema(name = "RetainrWebhookChange")
record WebhookChangeRequest(
        @Schema(maxLength = Limits.NAME) Optional<String> name,

        Optional<String> url,

        Optional<String> watchQuery,

        @Schema(minimum = "0.5", maximum = "1") Optional<Double> watchThreshold,

        @Schema(description = "true also forgets the failures so far.")
        Optional<Boolean> enabled) {

    private static final int TEXT = 4096;

    static WebhookChangeRequest of(JsonBody body) {
        return new WebhookChangeRequest(
                body.text("name", Limits.NAME).map(String::strip),
                body.text("url", TEXT),
                body.text("watch_query", TEXT),
                WebhookRequest.threshold(body),
                body.flag("enabled"));
    }

    WebhookChange command() {
        return new WebhookChange(name, url, watchQuery, watchThreshold, enabled);
    }
}
