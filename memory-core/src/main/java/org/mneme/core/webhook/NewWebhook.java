package org.mneme.core.webhook;

import java.util.Objects;
import java.util.Optional;

/**
 * Ask for a webhook. What is asked is checked when it is registered.
 *
 * @param name what people call it
 * @param url where events go
 * @param event the word of the event it wants, such as {@code memory.created}
 * @param namespace the only namespace it wants
 * @param watchQuery what a watch looks for
 * @param watchThreshold the least cosine that counts
 * @param secret the signing secret; empty to have one made
 */
public record NewWebhook(
        String name,
        String url,
        String event,
        Optional<String> namespace,
        Optional<String> watchQuery,
        Optional<Double> watchThreshold,
        Optional<String> secret) {
    public NewWebhook {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(watchQuery, "watchQuery");
        Objects.requireNonNull(watchThreshold, "watchThreshold");
        Objects.requireNonNull(secret, "secret");
    }

    @Override
    public String toString() {
        return "NewWebhook[name=" + name + ", event=" + event + "]";
    }
}
