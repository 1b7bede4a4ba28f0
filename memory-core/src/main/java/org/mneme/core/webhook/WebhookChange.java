package org.mneme.core.webhook;

import java.util.Objects;
import java.util.Optional;

/** Ask for a webhook to be changed; what is empty stays. Enabling also forgets the failures so far. */
public record WebhookChange(
        Optional<String> name,
        Optional<String> url,
        Optional<String> watchQuery,
        Optional<Double> watchThreshold,
        Optional<Boolean> enabled) {
    public WebhookChange {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(watchQuery, "watchQuery");
        Objects.requireNonNull(watchThreshold, "watchThreshold");
        Objects.requireNonNull(enabled, "enabled");
    }
}
