package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Optional;
import org.mneme.api.Webhook;

/** Map a webhook to its row. */
@Entity(name = "Webhook")
@Table(name = "webhook")
@IdClass(WorkspaceKey.class)
class WebhookEntity {

    @Id
    String workspace;

    @Id
    String id;

    String name;
    String notifier;
    String url;
    String event;
    String namespace;

    @Column(name = "watch_query")
    String watchQuery;

    @Column(name = "watch_threshold")
    Double watchThreshold;

    boolean enabled;

    @Column(name = "consecutive_failures")
    int consecutiveFailures;

    String secret;

    @Column(name = "previous_secret")
    String previousSecret;

    @Column(name = "previous_secret_until")
    Long previousSecretUntil;

    long version;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "updated_at")
    long updatedAt;

    protected WebhookEntity() {}

    WebhookEntity(Webhook webhook) {
        workspace = webhook.workspace();
        id = webhook.id();
        createdAt = Millis.of(webhook.createdAt());
        set(webhook, webhook.version());
    }

    /** Take over everything but the key and the creation time. */
    final void set(Webhook webhook, long newVersion) {
        name = webhook.name();
        notifier = webhook.notifier();
        url = webhook.url();
        event = webhook.event().name();
        namespace = webhook.namespace().orElse(null);
        watchQuery = webhook.watch().map(Webhook.Watch::query).orElse(null);
        watchThreshold = webhook.watch().map(Webhook.Watch::threshold).orElse(null);
        enabled = webhook.enabled();
        consecutiveFailures = webhook.consecutiveFailures();
        secret = webhook.secret();
        previousSecret =
                webhook.previousSecret().map(Webhook.PreviousSecret::secret).orElse(null);
        previousSecretUntil = webhook.previousSecret()
                .map(previous -> Millis.of(previous.until()))
                .orElse(null);
        version = newVersion;
        updatedAt = Millis.of(webhook.updatedAt());
    }

    Webhook toWebhook() {
        return new Webhook(
                id,
                workspace,
                name,
                notifier,
                url,
                Webhook.Event.valueOf(event),
                Optional.ofNullable(namespace),
                Optional.ofNullable(watchQuery).map(query -> new Webhook.Watch(query, watchThreshold)),
                enabled,
                consecutiveFailures,
                secret,
                Optional.ofNullable(previousSecret)
                        .map(previous -> new Webhook.PreviousSecret(previous, Millis.instant(previousSecretUntil))),
                version,
                Millis.instant(createdAt),
                Millis.instant(updatedAt));
    }
}
