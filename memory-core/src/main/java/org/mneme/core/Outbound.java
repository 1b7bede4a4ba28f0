package org.mneme.core;

import java.util.concurrent.RejectedExecutionException;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;
import org.mneme.core.delivery.DeliveryService;
import org.mneme.core.embedding.Embedder;
import org.mneme.core.plugin.Plugins;
import org.mneme.core.secret.SecretBox;
import org.mneme.core.watch.DeliveryPlanner;
import org.mneme.core.watch.WatchMatcher;
import org.mneme.core.webhook.EventSender;
import org.mneme.core.webhook.WebhookService;
import org.mneme.spi.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Put together what tells the outside: webhooks, what they watch for, and the delivery of events. */
final class Outbound implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);

    private final Storage storage;
    private final WatchMatcher matcher;
    private final WebhookService webhooks;
    private final DeliveryService deliveries;

    Outbound(
            OutboundOptions options,
            Plugins plugins,
            Storage storage,
            Embedder embedder,
            Engine.Environment environment) {
        this.storage = storage;
        SecretBox secrets = options.secrets().open(environment.dataDirectory());
        EventSender sender =
                new EventSender(plugins.openNotifiers(), plugins::isAddedNotifier, secrets, environment.clock());
        this.deliveries = new DeliveryService(
                storage.webhooks(),
                storage.deliveries(),
                sender,
                options.delivery(),
                environment.workers(),
                environment.scheduler(),
                environment.clock());
        this.matcher = new WatchMatcher(
                storage.webhooks(), embedder::space, embedder::query, deliveries::wake, environment.clock());
        this.webhooks = new WebhookService(
                storage.webhooks(),
                sender,
                secrets,
                embedder,
                options.webhooks(),
                deliveries::revive,
                environment.clock());
        try {
            environment.workers().execute(this::prepare);
        } catch (RejectedExecutionException e) {
            LOG.info("Watches are read with the first memory of each workspace");
        }
    }

    /** Do ahead what would delay the first store of each workspace, and what a changed key asks for. */
    private void prepare() {
        for (Workspace workspace : storage.workspaces().list()) {
            Scope scope = Scope.of(workspace.id());
            try {
                matcher.prepare(scope);
                int resealed = webhooks.resealSecrets(scope);
                if (resealed > 0) {
                    LOG.info(
                            "Secrets of {} webhooks of {} are encrypted with the present key",
                            resealed,
                            workspace.id());
                }
            } catch (RuntimeException e) {
                LOG.warn("Webhooks of {} could not be prepared: {}", workspace.id(), e.toString());
            }
        }
    }

    DeliveryPlanner planner() {
        return matcher;
    }

    WebhookService webhooks() {
        return webhooks;
    }

    DeliveryService deliveries() {
        return deliveries;
    }

    @Override
    public void close() {
        deliveries.close();
    }
}
