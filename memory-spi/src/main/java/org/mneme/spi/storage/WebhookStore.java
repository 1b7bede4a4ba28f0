package org.mneme.spi.storage;

import java.util.List;
import java.util.Optional;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;

/** Keep webhooks. */
public interface WebhookStore {

    /** Store a new webhook. */
    void insert(Scope scope, Webhook webhook);

    /** Return a webhook of the scope's workspace. */
    Optional<Webhook> get(Scope scope, String id);

    /** Return the webhooks of the scope's workspace, oldest first. */
    List<Webhook> list(Scope scope);

    /** Return a number that differs from any earlier one of this workspace once one of its webhooks has changed. */
    long revision(Scope scope);

    /**
     * Change a webhook; the storage counts its version up.
     *
     * @return the changed webhook, or empty if it is gone
     * @throws org.mneme.api.MemoryException of kind {@code CONFLICT} if its version is not the one given
     */
    Optional<Webhook> update(Scope scope, Webhook webhook);

    /** Delete a webhook and its deliveries; returns whether it was there. */
    boolean delete(Scope scope, String id);

    /** Note a success: no consecutive failures any more. */
    void succeeded(Scope scope, String id);

    /**
     * Count a failure, and disable the webhook with the {@code disableAt}-th in a row, exactly once.
     *
     * @return the webhook as it is now, or empty if it is gone
     */
    Optional<Webhook> failed(Scope scope, String id, int disableAt);
}
