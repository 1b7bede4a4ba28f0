package org.mneme.war.retainr;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.mneme.api.Webhook;
import org.mneme.core.webhook.WebhookService;
import org.mneme.spi.notifier.DeliveryResult;

/** What is answered about webhooks. The secret is shown when it is made, and never again. */
final class WebhookAnswers {

    private WebhookAnswers() {}

    @Schema(name = "RetainrNewWebhook")
    record Registered(
            String id,
            String workspaceId,
            String name,
            String url,
            String eventType,
            String namespaceFilter,
            String watchQuery,
            Double watchThreshold,
            boolean enabled,
            String secret,
            Instant createdAt) {

        static Registered of(WebhookService.Issued issued) {
            Webhook webhook = issued.webhook();
            return new Registered(
                    webhook.id(),
                    webhook.workspace(),
                    webhook.name(),
                    webhook.url(),
                    webhook.event().word(),
                    webhook.namespace().orElse(null),
                    webhook.watch().map(Webhook.Watch::query).orElse(null),
                    webhook.watch().map(Webhook.Watch::threshold).orElse(null),
                    webhook.enabled(),
                    issued.secret(),
                    webhook.createdAt());
        }

        @Override
        public String toString() {
            return "Registered[id=" + id + "]";
        }
    }

    @Schema(name = "RetainrWebhook")
    record Listed(
            String id,
            String name,
            String url,
            String eventType,
            String namespaceFilter,
            String watchQuery,
            Double watchThreshold,
            boolean enabled,
            int consecutiveFailures,
            Instant createdAt,
            Instant updatedAt) {

        static Listed of(Webhook webhook) {
            return new Listed(
                    webhook.id(),
                    webhook.name(),
                    webhook.url(),
                    webhook.event().word(),
                    webhook.namespace().orElse(null),
                    webhook.watch().map(Webhook.Watch::query).orElse(null),
                    webhook.watch().map(Webhook.Watch::threshold).orElse(null),
                    webhook.enabled(),
                    webhook.consecutiveFailures(),
                    webhook.createdAt(),
                    webhook.updatedAt());
        }
    }

    /** How a test went; what there is nothing to say about is left out. */
    @Schema(name = "RetainrWebhookTest")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Tested(boolean delivered, Integer httpStatus, String error) {

        static Tested of(DeliveryResult result) {
            return new Tested(
                    result.delivered(),
                    result.status().orElse(null),
                    result.error().orElse(null));
        }
    }

    @Schema(name = "RetainrNewSecret")
    record Rotated(String id, String secret, Instant previousValidUntil) {

        static Rotated of(WebhookService.Issued issued) {
            return new Rotated(
                    issued.webhook().id(),
                    issued.secret(),
                    issued.webhook()
                            .previousSecret()
                            .map(Webhook.PreviousSecret::until)
                            .orElse(null));
        }

        @Override
        public String toString() {
            return "Rotated[id=" + id + "]";
        }
    }
}
