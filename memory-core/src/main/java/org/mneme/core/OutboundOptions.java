package org.mneme.core;

import java.util.Set;
import org.mneme.core.config.Binder;
import org.mneme.core.delivery.DeliveryOptions;
import org.mneme.core.secret.SecretOptions;
import org.mneme.core.webhook.WebhookOptions;

/** Hold the configuration of everything that goes out by itself. */
public record OutboundOptions(SecretOptions secrets, WebhookOptions webhooks, DeliveryOptions delivery) {

    /** Bind the options, noting what is wrong; {@code notifiers} are the ids of the notifiers there are. */
    public static OutboundOptions bind(Binder binder, Set<String> notifiers) {
        return new OutboundOptions(
                SecretOptions.bind(binder), WebhookOptions.bind(binder, notifiers), DeliveryOptions.bind(binder));
    }
}
