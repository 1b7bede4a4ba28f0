package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.AgentEvent;
import org.mneme.api.ApiKey;
import org.mneme.api.ContentHash;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Handoff;
import org.mneme.api.Job;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.api.Workspace;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.Lease;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Rule 6: what was deleted is nowhere, and never comes back. */
public interface ErasureContract extends StorageFixture {

    @Rule("R6a")
    default void aDeletedMemoryIsNowhereNotEvenAfterARestart() {
        try (Store store = fresh()) {
            Scope scope = workspace();
            TestVectors vectors = Samples.vectors(400);
            MemoryStore memories = store.storage().memories();
            Embedding embedding = vectors.next();
            Memory memory =
                    Samples.memory(scope, "to be forgotten", store.clock().instant());
            Memory stays = Samples.memory(scope, "to be kept", store.clock().instant());
            Embedding other = vectors.next();
            memories.write(scope, List.of(Samples.write(memory, embedding), Samples.write(stays, other)));
            memories.update(scope, new MemoryUpdate(memory, Optional.of(embedding), 1));

            assertThat(memories.delete(scope, memory.id())).isTrue();
            assertThat(memories.delete(scope, memory.id())).isFalse();
            assertThat(Reads.finding(memories, scope, memory, embedding)).isEmpty();
            MemoryStore again = store.reopen().memories();
            assertThat(Reads.finding(again, scope, memory, embedding)).isEmpty();
            assertThat(Reads.finding(again, scope, stays, other)).isEqualTo(Reads.ALL);
            again.write(scope, List.of(Samples.write(memory, embedding)));
            assertThat(again.versions(scope, memory.id()))
                    .as("no former state waits under the id")
                    .hasSize(1);
        }
    }

    @Rule("R6b")
    default void deliveriesGoWithTheirMemoryHoweverItIsDeleted() {
        for (Deletion deletion : Deletion.values()) {
            Scope scope = workspace();
            Webhook webhook = Samples.webhook(scope, now());
            storage().webhooks().insert(scope, webhook);
            Memory memory = temporary(scope, "told to the outside");
            Delivery delivery = Samples.delivery(webhook, memory);
            memories()
                    .write(
                            scope,
                            List.of(Samples.write(memory, Samples.vectors(401).next(), delivery)));

            deletion.apply(this, scope, memory);

            assertThat(storage().deliveries().get(scope, delivery.id()))
                    .as("%s", deletion)
                    .isEmpty();
            assertThat(storage()
                            .deliveries()
                            .list(
                                    scope,
                                    new DeliveryStore.Query(Optional.empty(), Optional.empty(), Optional.empty(), 100)))
                    .as("%s", deletion)
                    .isEmpty();
            assertThat(storage().deliveries().retry(scope, delivery.id())).isFalse();
        }
    }

    @Rule("R6b")
    default void anAttemptThatEndsAfterTheDeletionBringsNothingBack() {
        try (Store store = fresh()) {
            Storage storage = store.storage();
            Instant at = store.clock().instant();
            Scope scope = workspace();
            Webhook webhook = Samples.webhook(scope, at);
            storage.webhooks().insert(scope, webhook);
            Memory memory = Samples.memory(scope, "deleted on its way", at);
            Delivery delivery = Samples.delivery(webhook, memory);
            storage.memories()
                    .write(
                            scope,
                            List.of(Samples.write(memory, Samples.vectors(402).next(), delivery)));
            DeliveryStore.Leased leased = storage.deliveries()
                    .lease(at, Samples.lease("w", at), 10, 10, Set.of())
                    .get(0);

            storage.memories().delete(scope, memory.id());

            Delivery.Attempt attempt = new Delivery.Attempt(at, Optional.of(200), 5, Optional.empty());
            assertThat(storage.deliveries().attempted(leased, attempt, Delivery.State.DELIVERED, at))
                    .isFalse();
            assertThat(storage.deliveries().get(scope, delivery.id())).isEmpty();
        }
    }

    @Rule("R6c")
    default void storedAnswersForgetADeletedMemoryHoweverItIsDeleted() {
        for (Deletion deletion : Deletion.values()) {
            Scope scope = workspace();
            TestVectors vectors = Samples.vectors(403);
            Memory memory = temporary(scope, "repeated in an answer");
            Memory other = Samples.memory(scope, "in the same answer", now()).toBuilder()
                    .status(Memory.Status.SUPERSEDED)
                    .build();
            memories()
                    .write(scope, List.of(Samples.write(memory, vectors.next()), Samples.write(other, vectors.next())));
            IdempotencyStore.Request request = new IdempotencyStore.Request("POST /v1/memories", "key", "print");
            IdempotencyStore.Begun.First first = (IdempotencyStore.Begun.First) storage()
                    .idempotency()
                    .begin(scope, request, now(), Samples.lease("w", now()), now().plusSeconds(86_400));
            IdempotencyStore.Answer answer =
                    new IdempotencyStore.Answer(201, "{\"content\":\"repeated\"}", List.of(other.id(), memory.id()));
            storage().idempotency().complete(scope, request, first.lease(), answer);

            deletion.apply(this, scope, memory);

            assertThat(storage()
                            .idempotency()
                            .begin(scope, request, now(), Samples.lease("v", now()), now().plusSeconds(86_400)))
                    .as("%s", deletion)
                    .isEqualTo(new IdempotencyStore.Begun.Done(201, Optional.empty()));
        }
    }

    @Rule("R6c")
    default void anAnswerStoredAfterTheDeletionHasNoBody() {
        for (Deletion deletion : Deletion.values()) {
            Scope scope = workspace();
            Memory memory = temporary(scope, "deleted before the answer was stored");
            memories()
                    .write(
                            scope,
                            List.of(Samples.write(memory, Samples.vectors(404).next())));
            IdempotencyStore.Request request = new IdempotencyStore.Request("POST /v1/memories", "key", "print");
            IdempotencyStore.Begun.First first = (IdempotencyStore.Begun.First) storage()
                    .idempotency()
                    .begin(scope, request, now(), new Lease("w", 0, now().plus(Duration.ofHours(9))), until());

            deletion.apply(this, scope, memory);

            IdempotencyStore.Answer answer =
                    new IdempotencyStore.Answer(201, "{\"content\":\"deleted\"}", List.of(memory.id()));
            assertThat(storage().idempotency().complete(scope, request, first.lease(), answer))
                    .isTrue();
            assertThat(storage().idempotency().begin(scope, request, now(), Samples.lease("v", now()), until()))
                    .as("%s", deletion)
                    .isEqualTo(new IdempotencyStore.Begun.Done(201, Optional.empty()));
        }
    }

    private Instant until() {
        return now().plusSeconds(86_400);
    }

    @Rule("R6f")
    default void aJobThatHasSucceededKeepsNothingOfWhatItWasGiven() {
        Scope scope = workspace();
        Job job = Samples.job(scope, "r6f-succeeded", now(), "what it will say");
        storage().jobs().enqueue(scope, job, false);
        JobStore.Leased leased = leased(scope, job);
        storage().jobs().checkpoint(leased, Map.of("worked", "out"));

        assertThat(storage().jobs().succeed(leased, Map.of("made", 1))).isTrue();

        Job ended = storage().jobs().get(scope, job.id()).orElseThrow();
        assertThat(ended.result()).containsKey("made");
        assertThat(ended.payload()).isEmpty();
        assertThat(ended.checkpoint()).isEmpty();
        assertThat(ended.pending()).isEmpty();
    }

    /** It keeps what it was given, so that it can be done again: that would bring the memory back. */
    @Rule("R6f")
    default void aFailedJobGoesWithAMemoryThatItLeft() {
        for (Deletion deletion : Deletion.values()) {
            Scope scope = workspace();
            Job job = Samples.job(scope, "r6f-" + deletion, now(), "what it will say");
            Job another = Samples.job(scope, "r6f-another", now(), "something else");
            for (Job each : List.of(job, another)) {
                storage().jobs().enqueue(scope, each, false);
                storage().jobs().fail(leased(scope, each), new Job.Failure("internal_error", "it stopped halfway"));
            }
            Memory memory = temporary(scope, "what it said").toBuilder()
                    .sourceJob(job.id())
                    .build();
            memories()
                    .write(
                            scope,
                            List.of(Samples.write(memory, Samples.vectors(405).next())));

            deletion.apply(this, scope, memory);

            assertThat(storage().jobs().get(scope, job.id())).as("%s", deletion).isEmpty();
            assertThat(storage().jobs().get(scope, another.id())).isPresent();
        }
    }

    private JobStore.Leased leased(Scope scope, Job job) {
        return storage()
                .jobs()
                .lease(scope, Set.of(job.kind()), now(), Samples.lease("w", now()))
                .orElseThrow();
    }

    /** The ways a memory can go. */
    enum Deletion {
        BY_ID {
            @Override
            void apply(StorageFixture fixture, Scope scope, Memory memory) {
                assertThat(fixture.memories().delete(scope, memory.id())).isTrue();
            }
        },
        BY_FILTER {
            @Override
            void apply(StorageFixture fixture, Scope scope, Memory memory) {
                assertThat(fixture.memories().deleteAll(scope, Filter.active())).isEqualTo(1);
            }
        },
        BY_EXPIRY {
            @Override
            void apply(StorageFixture fixture, Scope scope, Memory memory) {
                fixture.clock().advance(Duration.ofHours(2));
                assertThat(fixture.memories().deleteExpired(1_000)).isPositive();
            }
        };

        abstract void apply(StorageFixture fixture, Scope scope, Memory memory);
    }

    private Memory temporary(Scope scope, String content) {
        return Samples.memory(scope, content, now()).toBuilder()
                .expiresAt(now().plus(Duration.ofHours(1)))
                .build();
    }

    @Rule("R6d")
    default void vectorsFilledInTooLateBringNothingBack() {
        try (Store store = fresh()) {
            Storage storage = store.storage();
            Scope scope = workspace();
            Embedding embedding = Samples.vectors(404).next();
            Memory memory = Samples.memory(
                    scope, "deleted while embedding", store.clock().instant());
            storage.memories().write(scope, List.of(Samples.write(memory, embedding)));
            storage.memories().delete(scope, memory.id());

            storage.embeddingSpaces()
                    .fill(
                            Samples.SPACE,
                            List.of(new EmbeddingSpaces.Filled(
                                    Scope.of(scope.workspace()), memory.id(), 1, embedding)));

            assertThat(Reads.finding(storage.memories(), scope, memory, embedding))
                    .isEmpty();
            assertThat(storage.embeddingSpaces().coverage(Samples.SPACE)).isEqualTo(new EmbeddingSpaces.Coverage(0, 0));
            assertThat(Reads.finding(store.reopen().memories(), scope, memory, embedding))
                    .isEmpty();
        }
    }

    @Rule("R6e")
    default void aDeletedWorkspaceTakesEverythingWithIt() {
        try (Store store = fresh()) {
            Storage storage = store.storage();
            Instant at = store.clock().instant();
            Scope scope = workspace();
            Scope other = workspace();
            for (Scope each : List.of(scope, other)) {
                fill(storage, each, at);
            }

            assertThat(storage.workspaces().delete(scope)).isTrue();
            assertThat(storage.workspaces().delete(scope)).isFalse();

            assertThat(remainsOf(storage, scope, at)).isEmpty();
            assertThat(remainsOf(store.reopen(), scope, at)).isEmpty();
            assertThat(remainsOf(store.storage(), other, at)).hasSize(13);
        }
    }

    private static void fill(Storage storage, Scope scope, Instant at) {
        Webhook webhook = Samples.webhook(scope, at);
        Memory memory = Samples.memory(scope, "belongs to a workspace", at);
        Job job = Samples.job(scope, "ingest", at, "pending");
        storage.workspaces().create(new Workspace(scope.workspace(), "name", "free", at));
        storage.workspaces().addKey(key(scope, at));
        storage.workspaces().addUsage(scope, "2026-03", 3);
        storage.workspaces().addProject(scope, "apollo");
        storage.webhooks().insert(scope, webhook);
        storage.memories()
                .write(
                        scope,
                        List.of(Samples.write(memory, Samples.vectors(405).next(), Samples.delivery(webhook, memory))));
        storage.jobs().enqueue(scope, job, false);
        storage.agents()
                .record(
                        scope,
                        new AgentEvent("evt_" + scope.workspace(), scope, "found", "it", Map.of(), 0.5, at),
                        Optional.empty());
        storage.agents()
                .handOver(
                        scope,
                        new Handoff(
                                "handoff_" + scope.workspace(),
                                scope,
                                "a",
                                "b",
                                "go on",
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                1,
                                at,
                                at));
        IdempotencyStore.Begun.First first = (IdempotencyStore.Begun.First)
                storage.idempotency().begin(scope, REQUEST, at, Samples.lease("w", at), at.plusSeconds(86_400));
        storage.idempotency()
                .complete(scope, REQUEST, first.lease(), new IdempotencyStore.Answer(200, "{}", List.of()));
    }

    private static List<String> remainsOf(Storage storage, Scope scope, Instant at) {
        Map<String, Boolean> remains = new LinkedHashMap<>();
        DeliveryStore.Query all = new DeliveryStore.Query(Optional.empty(), Optional.empty(), Optional.empty(), 100);
        remains.put("workspace", storage.workspaces().get(scope).isPresent());
        remains.put("key", storage.workspaces().keyByHash(key(scope, at).hash()).isPresent());
        remains.put("keys", !storage.workspaces().keys(scope).isEmpty());
        remains.put("usage", storage.workspaces().usage(scope, "2026-03") > 0);
        remains.put("project", storage.workspaces().hasProject(scope, "apollo"));
        remains.put("webhooks", !storage.webhooks().list(scope).isEmpty());
        remains.put("memories", storage.memories().count(scope, Filter.all()) > 0);
        remains.put(
                "words",
                !storage.memories()
                        .search(scope, Samples.byWords("belongs", 10))
                        .hits()
                        .isEmpty());
        remains.put("deliveries", !storage.deliveries().list(scope, all).isEmpty());
        remains.put("pending", !storage.jobs().pending(scope).isEmpty());
        remains.put("events", !storage.agents().events(scope, 10).isEmpty());
        remains.put(
                "answer",
                storage.idempotency().begin(scope, REQUEST, at, Samples.lease("v", at), at.plusSeconds(86_400))
                        instanceof IdempotencyStore.Begun.Done);
        remains.put("handoffs", !storage.agents().handoffs(scope, 10).isEmpty());
        return remains.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static ApiKey key(Scope scope, Instant at) {
        String hash = ContentHash.of(scope.workspace());
        return new ApiKey(
                "key_" + hash.substring(0, 12),
                Optional.of(scope.workspace()),
                "ci",
                "retainr",
                "rec_live_" + hash.substring(0, 4),
                hash,
                List.of(),
                at,
                Optional.empty(),
                Optional.empty());
    }

    /** The request whose answer each workspace keeps. */
    IdempotencyStore.Request REQUEST = new IdempotencyStore.Request("POST /v1/memories", "same key", "same print");
}
