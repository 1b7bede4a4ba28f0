package org.mneme.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Pass a task from one agent to another.
 *
 * @param id {@code handoff_…}
 * @param scope workspace, project and task, and user and session where given; no agent
 * @param fromAgent the agent that hands over
 * @param toAgent the agent that is to take over
 * @param summary what is to be done
 * @param context what the other must know, if anything
 * @param resumedBy the session that took it over; empty while it is open
 * @param forks the sessions that resumed it later, each once, in order
 * @param version one more with each change, so that a change on an older state is noticed
 */
public record Handoff(
        String id,
        Scope scope,
        String fromAgent,
        String toAgent,
        String summary,
        Optional<String> context,
        Optional<String> resumedBy,
        List<String> forks,
        long version,
        Instant createdAt,
        Instant updatedAt) {
    public Handoff {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(fromAgent, "fromAgent");
        Objects.requireNonNull(toAgent, "toAgent");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(resumedBy, "resumedBy");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
        forks = List.copyOf(forks);
    }

    /** Tell whether nobody has taken it over yet. */
    public boolean open() {
        return resumedBy.isEmpty();
    }

    /** Return this handoff as its given version. */
    public Handoff withVersion(long version) {
        return new Handoff(
                id, scope, fromAgent, toAgent, summary, context, resumedBy, forks, version, createdAt, updatedAt);
    }
}
