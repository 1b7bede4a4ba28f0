package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Capability;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.IdempotencyStore.Answer;
import org.mneme.spi.storage.IdempotencyStore.Begun;
import org.mneme.spi.storage.IdempotencyStore.Request;
import org.mneme.tck.Concurrently;
import org.mneme.tck.Rule;

/** Rule 12: a request sent again has one effect and one answer. */
public interface IdempotencyContract extends StorageFixture {

    /** The request most tests send. */
    Request REQUEST = new Request("POST /v1/memories", "a key of the caller's", "print");

    @Rule("R12a")
    default void ofConcurrentRequestsWithOneKeyOneRuns() {
        for (int round = 0; round < 5; round++) {
            Scope scope = workspace();
            List<Begun> begun = Concurrently.run(8, thread -> begin(scope, REQUEST, "w" + thread));

            assertThat(begun).filteredOn(Begun.First.class::isInstance).hasSize(1);
            assertThat(begun).filteredOn(Begun.Running.class::isInstance).hasSize(7);
        }
    }

    @Rule("R12a")
    default void ofConcurrentRequestsOnSeveralServersOneRuns() {
        assumeTrue(storage().capabilities().contains(Capability.SHARED), "the storage does not declare SHARED");
        try (Store store = fresh()) {
            List<IdempotencyStore> servers =
                    List.of(store.storage().idempotency(), store.another().idempotency());
            Instant at = store.clock().instant();
            for (int round = 0; round < 5; round++) {
                Scope scope = workspace();
                List<Begun> begun = Concurrently.run(
                        8,
                        thread -> servers.get(thread % 2)
                                .begin(scope, REQUEST, at, Samples.lease("w" + thread, at), at.plusSeconds(900)));

                assertThat(begun).filteredOn(Begun.First.class::isInstance).hasSize(1);
            }
        }
    }

    @Rule("R12b")
    default void aRequestSentAgainGetsTheStoredAnswer() {
        Scope scope = workspace();
        Begun.First first = (Begun.First) begin(scope, REQUEST, "w");
        assertThat(first.since()).isEqualTo(now());
        assertThat(first.lease().owner()).isEqualTo("w");
        assertThat(begin(scope, REQUEST, "v")).isEqualTo(new Begun.Running());

        assertThat(complete(scope, first, new Answer(201, "{\"ü\":1}", List.of())))
                .isTrue();

        assertThat(begin(scope, REQUEST, "v")).isEqualTo(new Begun.Done(201, Optional.of("{\"ü\":1}")));
    }

    @Rule("R12b")
    default void anotherWorkspaceRouteOrKeyIsAnotherRequest() {
        Scope scope = workspace();
        complete(scope, (Begun.First) begin(scope, REQUEST, "w"), new Answer(200, "{}", List.of()));

        Begun otherWorkspace = begin(workspace(), REQUEST, "w");
        Begun otherRoute = begin(scope, new Request("POST /v1/other", REQUEST.key(), "print"), "w");
        Begun otherKey = begin(scope, new Request(REQUEST.route(), "another", "print"), "w");
        assertThat(List.of(otherWorkspace, otherRoute, otherKey)).hasOnlyElementsOfType(Begun.First.class);
        assertThat(List.of(otherWorkspace, otherRoute, otherKey))
                .extracting(begun -> ((Begun.First) begun).work())
                .doesNotHaveDuplicates();
    }

    @Rule("R12c")
    default void theSameKeyForAnotherBodyIsAMismatch() {
        Scope scope = workspace();
        Request otherBody = new Request(REQUEST.route(), REQUEST.key(), "another print");
        Begun.First first = (Begun.First) begin(scope, REQUEST, "w");

        assertThat(begin(scope, otherBody, "v")).isEqualTo(new Begun.Mismatch());
        complete(scope, first, new Answer(200, "{}", List.of()));
        assertThat(begin(scope, otherBody, "v")).isEqualTo(new Begun.Mismatch());
        clock().advance(Duration.ofSeconds(11));
        assertThat(begin(scope, otherBody, "v")).isEqualTo(new Begun.Mismatch());
    }

    @Rule("R12d")
    default void aKeyWhoseHolderDiedPassesOnWithTheSameWork() {
        Scope scope = workspace();
        Begun.First dead = (Begun.First) begin(scope, REQUEST, "w");
        clock().advance(Duration.ofSeconds(11));

        Begun.First taken = (Begun.First) begin(scope, REQUEST, "v");

        assertThat(taken.work()).isEqualTo(dead.work());
        assertThat(taken.since()).isEqualTo(dead.since());
        assertThat(taken.lease().token()).isGreaterThan(dead.lease().token());
        assertThat(complete(scope, dead, new Answer(500, "of the dead", List.of())))
                .isFalse();
        storage().idempotency().release(scope, REQUEST, dead.lease());
        assertThat(begin(scope, REQUEST, "u")).isEqualTo(new Begun.Running());
        assertThat(complete(scope, taken, new Answer(200, "of the living", List.of())))
                .isTrue();
        assertThat(begin(scope, REQUEST, "u")).isEqualTo(new Begun.Done(200, Optional.of("of the living")));
    }

    @Rule("R12e")
    default void aKeyGivenBackIsFreeAtOnce() {
        Scope scope = workspace();
        Begun.First first = (Begun.First) begin(scope, REQUEST, "w");

        storage().idempotency().release(scope, REQUEST, first.lease());

        assertThat(begin(scope, REQUEST, "v")).isInstanceOf(Begun.First.class);
        assertThat(complete(scope, first, new Answer(200, "{}", List.of()))).isFalse();
    }

    @Rule("R12f")
    default void aKeyIsForgottenAtItsTime() {
        try (Store store = fresh()) {
            IdempotencyStore keys = store.storage().idempotency();
            Scope scope = workspace();
            Instant start = store.clock().instant();
            Begun.First first =
                    (Begun.First) keys.begin(scope, REQUEST, start, Samples.lease("w", start), start.plusSeconds(900));
            keys.complete(scope, REQUEST, first.lease(), new Answer(200, "{}", List.of()));

            assertThat(keys.removeExpired(start.plusSeconds(899))).isZero();
            Instant late = store.clock().advance(Duration.ofSeconds(901));
            Begun again = keys.begin(scope, REQUEST, late, Samples.lease("v", late), late.plusSeconds(900));
            assertThat(again)
                    .as("forgotten even before it is removed")
                    .isInstanceOfSatisfying(
                            Begun.First.class, begun -> assertThat(begun.work()).isNotEqualTo(first.work()));
            assertThat(keys.removeExpired(late.plusSeconds(901))).isEqualTo(1);
            assertThat(keys.removeExpired(late.plusSeconds(901))).isZero();
        }
    }

    private Begun begin(Scope scope, Request request, String owner) {
        return storage()
                .idempotency()
                .begin(scope, request, now(), Samples.lease(owner, now()), now().plusSeconds(900));
    }

    private boolean complete(Scope scope, Begun.First first, Answer answer) {
        return storage().idempotency().complete(scope, REQUEST, first.lease(), answer);
    }
}
