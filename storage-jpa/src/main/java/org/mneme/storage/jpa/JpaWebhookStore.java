package org.mneme.storage.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.WebhookStore;

/** Keep webhooks as entities; who changes one holds its row until the change is committed. */
final class JpaWebhookStore implements WebhookStore {

    private final JpaTransactions transactions;

    JpaWebhookStore(JpaTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void insert(Scope scope, Webhook webhook) {
        transactions.write(tx -> {
            tx.em().persist(new WebhookEntity(webhook));
            changed(tx.em(), scope);
            return null;
        });
    }

    @Override
    public Optional<Webhook> get(Scope scope, String id) {
        return transactions.read(tx -> Optional.ofNullable(
                        tx.em().find(WebhookEntity.class, new WorkspaceKey(scope.workspace(), id)))
                .map(WebhookEntity::toWebhook));
    }

    @Override
    public List<Webhook> list(Scope scope) {
        return transactions.read(tx -> tx
                .em()
                .createQuery(
                        "select w from Webhook w where w.workspace = :workspace order by w.createdAt, w.id",
                        WebhookEntity.class)
                .setParameter("workspace", scope.workspace())
                .getResultList()
                .stream()
                .map(WebhookEntity::toWebhook)
                .toList());
    }

    @Override
    public long revision(Scope scope) {
        // by SQL: every memory that is stored asks for it
        return transactions.read(tx -> Sql.query(
                        tx.jdbc(),
                        "select revision from webhook_revision where workspace = ?",
                        row -> row.getLong(1),
                        scope.workspace())
                .stream()
                .findFirst()
                .orElse(0L));
    }

    static void changed(EntityManager em, Scope scope) {
        int counted = em.createQuery(
                        "update WebhookRevision r set r.revision = r.revision + 1 where r.workspace = :workspace")
                .setParameter("workspace", scope.workspace())
                .executeUpdate();
        if (counted == 0) {
            em.persist(new WebhookRevisionEntity(scope.workspace(), 1));
        }
    }

    private static Optional<WebhookEntity> locked(EntityManager em, Scope scope, String id) {
        return Optional.ofNullable(
                em.find(WebhookEntity.class, new WorkspaceKey(scope.workspace(), id), LockModeType.PESSIMISTIC_WRITE));
    }

    @Override
    public Optional<Webhook> update(Scope scope, Webhook webhook) {
        return transactions.write(tx -> {
            Optional<WebhookEntity> stored = locked(tx.em(), scope, webhook.id());
            stored.ifPresent(entity -> {
                if (entity.version != webhook.version()) {
                    throw MemoryException.conflict(
                            "version_conflict", "the webhook has changed meanwhile; read it and try again");
                }
                entity.set(webhook, entity.version + 1);
                changed(tx.em(), scope);
            });
            return stored.map(WebhookEntity::toWebhook);
        });
    }

    @Override
    public boolean delete(Scope scope, String id) {
        return transactions.write(tx -> {
            int deleted = tx.em()
                    .createQuery("delete from Webhook w where w.workspace = :workspace and w.id = :id")
                    .setParameter("workspace", scope.workspace())
                    .setParameter("id", id)
                    .executeUpdate();
            if (deleted > 0) {
                DeliveryRows.removeOfWebhook(tx.em(), scope.workspace(), id);
                changed(tx.em(), scope);
            }
            return deleted > 0;
        });
    }

    @Override
    public void succeeded(Scope scope, String id) {
        // most often there is nothing to forget, and a write would wait for the disk
        if (get(scope, id).filter(webhook -> webhook.consecutiveFailures() > 0).isEmpty()) {
            return;
        }
        transactions.write(tx -> tx.em()
                .createQuery("update Webhook w set w.consecutiveFailures = 0"
                        + " where w.workspace = :workspace and w.id = :id")
                .setParameter("workspace", scope.workspace())
                .setParameter("id", id)
                .executeUpdate());
    }

    @Override
    public Optional<Webhook> failed(Scope scope, String id, int disableAt) {
        return transactions.write(tx -> {
            Optional<WebhookEntity> stored = locked(tx.em(), scope, id);
            stored.ifPresent(entity -> {
                entity.consecutiveFailures++;
                if (entity.enabled && entity.consecutiveFailures == disableAt) {
                    entity.enabled = false;
                    changed(tx.em(), scope);
                }
            });
            return stored.map(WebhookEntity::toWebhook);
        });
    }
}
