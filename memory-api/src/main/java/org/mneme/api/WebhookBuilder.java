package org.mneme.api;

import java.time.Instant;
import java.util.Optional;

/** Build a {@link Webhook}; a null given for an optional component means that it is absent. Not safe for several threads. */
public final class WebhookBuilder {

    private final String id;
    private final String workspace;
    private final Instant createdAt;
    private String name;
    private String notifier;
    private String url;
    private Webhook.Event event;
    private String namespace;
    private Webhook.Watch watch;
    private boolean enabled = true;
    private int consecutiveFailures;
    private String secret;
    private Webhook.PreviousSecret previousSecret;
    private long version = 1;
    private Instant updatedAt;

    WebhookBuilder(String id, String workspace, Instant createdAt) {
        this.id = id;
        this.workspace = workspace;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
    }

    WebhookBuilder(Webhook webhook) {
        this(webhook.id(), webhook.workspace(), webhook.createdAt());
        this.name = webhook.name();
        this.notifier = webhook.notifier();
        this.url = webhook.url();
        this.event = webhook.event();
        this.namespace = webhook.namespace().orElse(null);
        this.watch = webhook.watch().orElse(null);
        this.enabled = webhook.enabled();
        this.consecutiveFailures = webhook.consecutiveFailures();
        this.secret = webhook.secret();
        this.previousSecret = webhook.previousSecret().orElse(null);
        this.version = webhook.version();
        this.updatedAt = webhook.updatedAt();
    }

    /** Set {@link Webhook#name()}. */
    public WebhookBuilder name(String value) {
        this.name = value;
        return this;
    }

    /** Set {@link Webhook#notifier()}. */
    public WebhookBuilder notifier(String value) {
        this.notifier = value;
        return this;
    }

    /** Set {@link Webhook#url()}. */
    public WebhookBuilder url(String value) {
        this.url = value;
        return this;
    }

    /** Set {@link Webhook#event()}. */
    public WebhookBuilder event(Webhook.Event value) {
        this.event = value;
        return this;
    }

    /** Set {@link Webhook#namespace()}. */
    public WebhookBuilder namespace(String value) {
        this.namespace = value;
        return this;
    }

    /** Set {@link Webhook#watch()}. */
    public WebhookBuilder watch(Webhook.Watch value) {
        this.watch = value;
        return this;
    }

    /** Set {@link Webhook#enabled()}. */
    public WebhookBuilder enabled(boolean value) {
        this.enabled = value;
        return this;
    }

    /** Set {@link Webhook#consecutiveFailures()}. */
    public WebhookBuilder consecutiveFailures(int value) {
        this.consecutiveFailures = value;
        return this;
    }

    /** Set {@link Webhook#secret()}. */
    public WebhookBuilder secret(String value) {
        this.secret = value;
        return this;
    }

    /** Set {@link Webhook#previousSecret()}. */
    public WebhookBuilder previousSecret(Webhook.PreviousSecret value) {
        this.previousSecret = value;
        return this;
    }

    /** Set {@link Webhook#version()}. */
    public WebhookBuilder version(long value) {
        this.version = value;
        return this;
    }

    /** Set {@link Webhook#updatedAt()}. */
    public WebhookBuilder updatedAt(Instant value) {
        this.updatedAt = value;
        return this;
    }

    /** Return the webhook; name, notifier, url, event and secret have to be set. */
    public Webhook build() {
        return new Webhook(
                id,
                workspace,
                name,
                notifier,
                url,
                event,
                Optional.ofNullable(namespace),
                Optional.ofNullable(watch),
                enabled,
                consecutiveFailures,
                secret,
                Optional.ofNullable(previousSecret),
                version,
                createdAt,
                updatedAt);
    }
}
