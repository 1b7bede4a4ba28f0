package org.mneme.storage.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Map how often the webhooks of a workspace changed to its row, which outlives them. */
@Entity(name = "WebhookRevision")
@Table(name = "webhook_revision")
class WebhookRevisionEntity {

    @Id
    String workspace;

    long revision;

    protected WebhookRevisionEntity() {}

    WebhookRevisionEntity(String workspace, long revision) {
        this.workspace = workspace;
        this.revision = revision;
    }
}
