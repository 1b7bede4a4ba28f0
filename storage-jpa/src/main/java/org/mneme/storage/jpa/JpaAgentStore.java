package org.mneme.storage.jpa;

import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.mneme.api.AgentEvent;
import org.mneme.api.Handoff;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.AgentStore;

/** Keep agent events and handoffs as entities. */
final class JpaAgentStore implements AgentStore {

    private final JpaTransactions transactions;
    private final Clock clock;

    JpaAgentStore(JpaTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void record(Scope scope, AgentEvent event, Optional<Job> job) {
        transactions.write(tx -> {
            WorkspaceKey key = new WorkspaceKey(scope.workspace(), event.id());
            if (tx.em().find(AgentEventEntity.class, key) == null) {
                tx.em().persist(new AgentEventEntity(event));
            }
            job.ifPresent(each -> JobRows.enqueue(tx.em(), scope, each, false, Millis.of(clock.instant())));
            return null;
        });
    }

    @Override
    public List<AgentEvent> events(Scope scope, int limit) {
        return transactions.read(tx -> PlaceJpql.bind(
                        tx.em()
                                .createQuery(
                                        "select e from AgentEvent e where " + PlaceJpql.where("e", scope)
                                                + " order by e.workspace desc, e.createdAt desc, e.id desc",
                                        AgentEventEntity.class)
                                .setMaxResults(limit),
                        scope)
                .getResultList()
                .stream()
                .map(AgentEventEntity::toEvent)
                .toList());
    }

    @Override
    public void handOver(Scope scope, Handoff handoff) {
        transactions.write(tx -> {
            WorkspaceKey key = new WorkspaceKey(scope.workspace(), handoff.id());
            if (tx.em().find(HandoffEntity.class, key) == null) {
                tx.em().persist(new HandoffEntity(handoff));
            }
            return null;
        });
    }

    @Override
    public Optional<Handoff> handoff(Scope scope, String id) {
        return transactions.read(tx -> Optional.ofNullable(
                        tx.em().find(HandoffEntity.class, new WorkspaceKey(scope.workspace(), id)))
                .map(HandoffEntity::toHandoff)
                .filter(handoff -> scope.covers(handoff.scope())));
    }

    @Override
    public List<Handoff> handoffs(Scope scope, int limit) {
        return transactions.read(tx -> PlaceJpql.bind(
                        tx.em()
                                .createQuery(
                                        "select h from Handoff h where " + PlaceJpql.where("h", scope)
                                                + " order by h.workspace desc, h.createdAt desc, h.id desc",
                                        HandoffEntity.class)
                                .setMaxResults(limit),
                        scope)
                .getResultList()
                .stream()
                .map(HandoffEntity::toHandoff)
                .toList());
    }

    @Override
    public Handoff update(Scope scope, Handoff handoff) {
        return transactions.write(tx -> {
            HandoffEntity stored = tx.em()
                    .find(
                            HandoffEntity.class,
                            new WorkspaceKey(scope.workspace(), handoff.id()),
                            LockModeType.PESSIMISTIC_WRITE);
            if (stored == null || !scope.covers(Place.scope(scope.workspace(), stored.place))) {
                throw MemoryException.notFound("handoff", "there is no handoff " + handoff.id());
            }
            if (stored.version != handoff.version()) {
                throw MemoryException.conflict(
                        "version_conflict", "the handoff has changed meanwhile; read it and try again");
            }
            stored.set(handoff, stored.version + 1);
            return stored.toHandoff();
        });
    }
}
