package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.AgentEvent;
import org.mneme.api.Attribute;
import org.mneme.api.Handoff;
import org.mneme.api.Ids;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.AgentStore;
import org.mneme.tck.Concurrently;
import org.mneme.tck.Rule;

/** Rule 13: what agents tell each other stays within its scope, in order, once. */
public interface AgentContract extends StorageFixture {

    /** Return the shared store's agents. */
    default AgentStore agents() {
        return storage().agents();
    }

    @Rule("R13a")
    default void eventsComeNewestFirstWithinTheirScope() {
        Scope task = workspace().with(Attribute.PROJECT, "apollo").with(Attribute.TASK, "t1");
        Scope planner = task.with(Attribute.AGENT, "planner");
        AgentEvent first = event(planner, "first", now());
        AgentEvent second = event(task.with(Attribute.AGENT, "coder"), "second", now().plusSeconds(1));
        AgentEvent third = event(planner, "third", now().plusSeconds(2));
        for (AgentEvent event : List.of(second, third, first)) {
            agents().record(task, event, Optional.empty());
        }

        assertThat(summaries(task, 10)).containsExactly("third", "second", "first");
        assertThat(summaries(task, 2)).containsExactly("third", "second");
        assertThat(summaries(planner, 10)).containsExactly("third", "first");
        assertThat(summaries(task.with(Attribute.TASK, "t2"), 10)).isEmpty();
        assertThat(summaries(workspace(), 10)).isEmpty();
        AgentEvent stored = agents().events(planner, 1).get(0);
        assertThat(stored.scope()).isEqualTo(planner);
        assertThat(Same.comparable(stored.details())).isEqualTo(Same.comparable(third.details()));
        assertThat(stored.salience()).isEqualTo(0.7);
        assertThat(stored.createdAt()).isEqualTo(third.createdAt());
    }

    @Rule("R13b")
    default void anEventAndItsJobAreStoredOnceInOneStep() {
        Scope scope = workspace();
        AgentEvent event = event(scope, "once", now());
        AgentEvent again = new AgentEvent(event.id(), scope, "found", "twice", Map.of(), 0.1, now());
        Job job = Samples.job(scope, "remember", now());

        agents().record(scope, event, Optional.of(job));
        agents().record(scope, again, Optional.of(job));

        assertThat(summaries(scope, 10)).containsExactly("once");
        assertThat(storage().jobs().get(scope, job.id())).isPresent();
    }

    private List<String> summaries(Scope scope, int limit) {
        return agents().events(scope, limit).stream().map(AgentEvent::summary).toList();
    }

    private static AgentEvent event(Scope scope, String summary, Instant at) {
        return new AgentEvent(
                Ids.next("evt_", at),
                scope,
                "found",
                summary,
                Map.of("file", "a.txt", "lines", List.of(1, 2)),
                0.7,
                at);
    }

    @Rule("R13c")
    default void handoffsComeNewestFirstWithinTheirScopeAndOnce() {
        Scope task = workspace().with(Attribute.PROJECT, "apollo").with(Attribute.TASK, "t1");
        Handoff older = handoff(task, "older", now());
        Handoff newer = handoff(task, "newer", now().plusSeconds(1));
        Handoff elsewhere = handoff(task.with(Attribute.TASK, "t2"), "elsewhere", now());
        for (Handoff handoff : List.of(newer, older, elsewhere)) {
            agents().handOver(handoff.scope(), handoff);
        }
        agents().handOver(task, copy(older, "changed by a repeat", 1));

        assertThat(agents().handoffs(task, 10)).containsExactly(newer, older);
        assertThat(agents().handoffs(task, 1)).containsExactly(newer);
        assertThat(agents().handoff(task, older.id())).contains(older);
        assertThat(agents().handoff(task, elsewhere.id())).isEmpty();
        assertThat(agents().handoff(workspace(), older.id())).isEmpty();
    }

    @Rule("R13d")
    default void ofConcurrentChangesOfAHandoffOneWins() {
        Scope scope = workspace();
        Handoff handoff = handoff(scope, "contended", now());
        agents().handOver(scope, handoff);

        List<String> outcomes = Concurrently.run(6, thread -> {
            try {
                return "won at version "
                        + agents().update(scope, copy(handoff, "taken by " + thread, 1))
                                .version();
            } catch (MemoryException e) {
                return e.kind().name();
            }
        });

        assertThat(outcomes).containsOnlyOnce("won at version 2");
        assertThat(outcomes).filteredOn("CONFLICT"::equals).hasSize(5);
        Handoff stored = agents().handoff(scope, handoff.id()).orElseThrow();
        assertThat(stored.version()).isEqualTo(2);
        assertThat(stored.summary()).startsWith("taken by");
        assertThatThrownBy(() -> agents().update(scope, handoff(scope, "unknown", now())))
                .isInstanceOfSatisfying(
                        MemoryException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(MemoryException.Kind.NOT_FOUND));
        assertThatThrownBy(() -> agents().update(workspace(), copy(handoff, "of others", 2)))
                .isInstanceOfSatisfying(
                        MemoryException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(MemoryException.Kind.NOT_FOUND));
    }

    private static Handoff handoff(Scope scope, String summary, Instant at) {
        return new Handoff(
                Ids.next("handoff_", at),
                scope,
                "planner",
                "coder",
                summary,
                Optional.of("look at a.txt"),
                Optional.of("s1"),
                List.of("s2", "s3"),
                1,
                at,
                at);
    }

    private static Handoff copy(Handoff handoff, String summary, long version) {
        return new Handoff(
                handoff.id(),
                handoff.scope(),
                handoff.fromAgent(),
                handoff.toAgent(),
                summary,
                handoff.context(),
                handoff.resumedBy(),
                handoff.forks(),
                version,
                handoff.createdAt(),
                handoff.updatedAt());
    }
}
