package org.mneme.tck.storage;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.mneme.api.Scope;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.Lease;

final class ReferenceIdempotencyStore implements IdempotencyStore {

    private final State state;

    ReferenceIdempotencyStore(State state) {
        this.state = state;
    }

    private State.Key key(Scope scope, Request request) {
        String route = state.has(Fault.ROUTE_NOT_IN_THE_KEY) ? "" : request.route();
        return new State.Key(scope.workspace(), route + "\n" + request.key());
    }

    @Override
    public Begun begin(Scope scope, Request request, Instant now, Lease lease, Instant keepUntil) {
        if (state.has(Fault.TWO_FIRST_REQUESTS)) {
            Thread.yield();
        }
        synchronized (state) {
            State.KeyRow row = state.keys.get(key(scope, request));
            boolean forgotten = row != null && !row.keepUntil.isAfter(now) && !state.has(Fault.KEYS_KEPT_TOO_LONG);
            if (row == null || forgotten) {
                return first(scope, request, now, lease, keepUntil);
            }
            if (!row.fingerprint.equals(request.fingerprint()) && !state.has(Fault.BODY_NOT_COMPARED)) {
                return new Begun.Mismatch();
            }
            if (row.answer.isPresent()) {
                IdempotencyStore.Answer answer = row.answer.get();
                return new Begun.Done(answer.status(), row.erased ? Optional.empty() : Optional.of(answer.body()));
            }
            Lease held = row.first.lease();
            if (held.until().isAfter(now) && !state.has(Fault.TWO_FIRST_REQUESTS)) {
                return new Begun.Running();
            }
            String work =
                    state.has(Fault.NEW_WORK_AFTER_A_DEATH) ? UUID.randomUUID().toString() : row.first.work();
            row.first =
                    new Begun.First(work, row.first.since(), new Lease(lease.owner(), held.token() + 1, lease.until()));
            return row.first;
        }
    }

    private Begun first(Scope scope, Request request, Instant now, Lease lease, Instant keepUntil) {
        State.KeyRow row = new State.KeyRow();
        row.fingerprint = request.fingerprint();
        row.keepUntil = keepUntil;
        row.first = new Begun.First(UUID.randomUUID().toString(), now, new Lease(lease.owner(), 1, lease.until()));
        state.keys.put(key(scope, request), row);
        return row.first;
    }

    private Optional<State.KeyRow> held(Scope scope, Request request, Lease lease) {
        return Optional.ofNullable(state.keys.get(key(scope, request)))
                .filter(row -> row.answer.isEmpty())
                .filter(row -> row.first.lease().token() == lease.token()
                        && row.first.lease().owner().equals(lease.owner()));
    }

    @Override
    public boolean complete(Scope scope, Request request, Lease lease, Answer answer) {
        synchronized (state) {
            Optional<State.KeyRow> held = held(scope, request, lease);
            held.ifPresent(row -> {
                row.answer = Optional.of(answer);
                row.erased = !state.has(Fault.ANSWER_OUTLIVES_AN_EARLIER_DELETION)
                        && answer.memories().stream()
                                .anyMatch(id -> !state.memories.containsKey(new State.Key(scope.workspace(), id)));
            });
            return held.isPresent();
        }
    }

    @Override
    public void release(Scope scope, Request request, Lease lease) {
        if (state.has(Fault.RELEASE_WAITS_FOR_THE_LEASE)) {
            return;
        }
        synchronized (state) {
            if (held(scope, request, lease).isPresent()) {
                state.keys.remove(key(scope, request));
            }
        }
    }

    @Override
    public int removeExpired(Instant now) {
        synchronized (state) {
            int before = state.keys.size();
            state.keys.values().removeIf(row -> !row.keepUntil.isAfter(now));
            return before - state.keys.size();
        }
    }
}
