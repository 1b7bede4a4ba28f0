package org.mneme.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mneme.api.Attribute;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.core.delivery.MapWebhooks;
import org.mneme.spi.storage.EmbeddingSpaces;

class WatchMatcherTest {

    private static final Scope WORKSPACE = Scope.of("ws_1");
    private static final Instant NOW = Instant.parse("2026-03-14T15:04:05Z");
    private static final float[] EAST = {1, 0, 0, 0, 0};
    private static final float[] NORTH = {0, 1, 0, 0, 0};
    private static final Map<String, float[]> MEANINGS = Map.of("east", EAST, "north", NORTH);

    private final MapWebhooks webhooks = new MapWebhooks();
    private final AtomicInteger embedded = new AtomicInteger();
    private final AtomicInteger woken = new AtomicInteger();
    private final WatchMatcher matcher = new WatchMatcher(
            webhooks,
            () -> new EmbeddingSpaces.Space("model", 5),
            (query, space) -> {
                embedded.incrementAndGet();
                return new Embedding("model", List.of(MEANINGS.get(query)));
            },
            woken::incrementAndGet,
            Clock.fixed(NOW, ZoneOffset.UTC));

    private Webhook add(String id, Optional<String> namespace, Optional<Webhook.Watch> watch) {
        Webhook webhook = Webhook.builder(id, WORKSPACE.workspace(), NOW)
                .name(id)
                .notifier("webhook")
                .url("https://a.example/")
                .event(watch.isPresent() ? Webhook.Event.MEMORY_WATCH : Webhook.Event.MEMORY_CREATED)
                .namespace(namespace.orElse(null))
                .watch(watch.orElse(null))
                .secret("sealed")
                .build();
        webhooks.insert(WORKSPACE, webhook);
        return webhook;
    }

    private static Optional<Webhook.Watch> watch(String query, double threshold) {
        return Optional.of(new Webhook.Watch(query, threshold));
    }

    private static Memory memory(String namespace) {
        return Memory.builder("mem_1", WORKSPACE.with(Attribute.NAMESPACE, namespace), "says \"this\"\nand that", NOW)
                .metadata(Map.of("source", "crm", "n", 3))
                .build();
    }

    /** Return a unit vector whose cosine with east is {@code cosine} and with north its complement. */
    private static float[] towardsEast(double cosine) {
        return new float[] {(float) cosine, (float) Math.sqrt(1 - cosine * cosine), 0, 0, 0};
    }

    private List<Delivery> plan(String namespace, float[]... windows) {
        return matcher.plan(memory(namespace), new Embedding("model", List.of(windows)));
    }

    private List<String> told(String namespace, float[]... windows) {
        return plan(namespace, windows).stream().map(Delivery::webhook).toList();
    }

    @Test
    void withoutWebhooksNothingGoesOut() {
        assertThat(plan("a", EAST)).isEmpty();
    }

    @Test
    void aMemoryIsToldToThoseItConcerns() {
        add("everything", Optional.empty(), Optional.empty());
        add("namespace-a", Optional.of("a"), Optional.empty());
        add("namespace-b", Optional.of("b"), Optional.empty());
        add("east", Optional.empty(), watch("east", 0.75));
        add("east-in-b", Optional.of("b"), watch("east", 0.75));
        add("north", Optional.empty(), watch("north", 0.75));

        assertThat(told("a", towardsEast(0.9))).containsExactly("everything", "namespace-a", "east");
        assertThat(told("b", towardsEast(0.1))).containsExactly("everything", "namespace-b", "north");
    }

    @Test
    void theThresholdItselfCounts() {
        add("east", Optional.empty(), watch("east", 0.75));
        assertThat(told("a", towardsEast(0.75))).containsExactly("east");
        assertThat(told("a", towardsEast(0.7499))).isEmpty();
    }

    @Test
    void theNearestWindowOfALongTextCounts() {
        add("east", Optional.empty(), watch("east", 0.75));
        assertThat(told("a", NORTH, NORTH, towardsEast(0.8))).containsExactly("east");
    }

    @Test
    void theBodyIsAsTheDocumentShowsIt() throws Exception {
        add("wh_1", Optional.empty(), watch("east", 0.75));
        Delivery delivery = plan("customer:acme", EAST).get(0);

        assertThat(delivery.id()).startsWith("evt_");
        assertThat(delivery.event()).isEqualTo("memory.watch");
        assertThat(delivery.memory()).isEqualTo("mem_1");
        JsonNode body = new ObjectMapper().readTree(delivery.body().orElseThrow());
        assertThat(body).isEqualTo(new ObjectMapper().readTree("""
                {"event": "memory.watch", "webhook_id": "wh_1", "workspace_id": "ws_1",
                 "fired_at": "2026-03-14T15:04:05Z",
                 "memory": {"id": "mem_1", "content": "says \\"this\\"\\nand that", "namespace": "customer:acme",
                            "created_at": "2026-03-14T15:04:05Z", "metadata": {"source": "crm", "n": 3}},
                 "match": {"score": 1.0, "watch_query": "east"}}
                """));
    }

    @Test
    void anEventForEveryMemoryHasNoMatch() {
        add("wh_1", Optional.empty(), Optional.empty());
        assertThat(plan("a", EAST).get(0).body().orElseThrow())
                .contains("\"event\":\"memory.created\"")
                .doesNotContain("match");
    }

    @Test
    void whatIsKnownIsNotAskedForAgain() {
        add("one", Optional.empty(), watch("east", 0.75));
        add("two", Optional.empty(), watch("east", 0.9));
        for (int i = 0; i < 50; i++) {
            assertThat(told("a", EAST)).hasSize(2);
        }
        assertThat(embedded).hasValue(1);
        assertThat(webhooks.lists()).isEqualTo(1);
    }

    @Test
    void aChangeIsNoticedWithTheNextMemoryAndOnlyWhatIsNewIsEmbedded() {
        add("one", Optional.empty(), watch("east", 0.75));
        assertThat(told("a", EAST)).containsExactly("one");
        add("two", Optional.empty(), watch("north", 0.75));
        assertThat(told("a", NORTH)).containsExactly("two");
        assertThat(embedded).hasValue(2);
        webhooks.failed(WORKSPACE, "one", 1);
        assertThat(told("a", EAST)).isEmpty();
        webhooks.delete(WORKSPACE, "two");
        assertThat(told("a", NORTH)).isEmpty();
        assertThat(embedded).hasValue(2);
    }

    @Test
    void watchesCanBePreparedAheadOfTheFirstMemory() {
        add("one", Optional.empty(), watch("east", 0.75));
        matcher.prepare(WORKSPACE);
        assertThat(embedded).hasValue(1);
        assertThat(told("a", EAST)).hasSize(1);
        assertThat(embedded).hasValue(1);
    }

    @Test
    void anotherWorkspaceIsToldNothing() {
        add("everything", Optional.empty(), Optional.empty());
        Memory foreign = Memory.builder("mem_2", Scope.of("ws_2"), "text", NOW).build();
        assertThat(matcher.plan(foreign, new Embedding("model", List.of(EAST)))).isEmpty();
    }

    @Test
    void theWorkersAreWoken() {
        matcher.stored();
        assertThat(woken).hasValue(1);
    }
}
