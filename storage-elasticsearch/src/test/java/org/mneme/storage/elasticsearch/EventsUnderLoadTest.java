package org.mneme.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Ids;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.Lease;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.storage.Facts;
import org.mneme.tck.storage.StorageUnderTest;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/**
 * Store memories that cause an event each, and deliver those: at once by the server that stored them, soon by others if it is
 * gone, and without asking the cluster for what a server knows.
 *
 * <p>{@code -Dmneme.test.elasticsearch.events} says how many; the log says what each cost.
 */
class EventsUnderLoadTest {

    private static final int EVENTS = Integer.getInteger("mneme.test.elasticsearch.events", 100);
    private static final Logger LOG = Logger.getLogger(EventsUnderLoadTest.class.getName());

    private final String prefix = "tck-events-" + Cluster.random().substring(0, 8);
    private final Scope workspace = Scope.of("telling");
    private final Relay relay = Relay.to(ElasticsearchNode.uris().split(",")[0]);
    private final List<Storage> storages = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        storages.forEach(Storage::close);
        relay.close();
        try (RestClient client = IndexStats.client()) {
            for (JsonNode each : IndexStats.json(client, "GET", "/_cat/indices/" + prefix + "*?format=json")) {
                IndexStats.json(client, "DELETE", "/" + each.path("index").asText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Storage opened() {
        Map<String, String> options = Map.of("hosts", relay.uri(), "index-prefix", prefix, "replicas", "0");
        Storage storage = StorageUnderTest.of(new ElasticsearchStorageProvider(), store -> options)
                .open(prefix, Clock.systemUTC(), directory);
        storages.add(storage);
        return storage;
    }

    @Test
    void whatAServerStoresItDeliversWithoutSearchingForIt() {
        Storage storage = opened();
        Webhook webhook = webhook(storage);
        storage.embeddingSpaces()
                .activate(new EmbeddingSpaces.Space(
                        Facts.embedding(0).model(), Facts.embedding(0).dimension()));
        deliver(storage, store(storage, webhook, 0));
        relay.requests();
        JsonNode before = stats();
        double[] millis = new double[EVENTS];
        long begun = System.nanoTime();
        for (int i = 0; i < EVENTS; i++) {
            Delivery delivery = store(storage, webhook, i + 1);
            long stored = System.nanoTime();
            deliver(storage, delivery);
            millis[i] = (System.nanoTime() - stored) / 1e6;
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, Integer> requests = relay.requests();
        report(seconds, millis, requests, before);
        // the look for what others left takes a few, about once a second
        int looks = 2 + (int) seconds;
        assertThat(requests.values().stream().mapToInt(each -> each).sum()).isLessThan(7 * EVENTS + 20 * looks);
        assertThat(requests.entrySet().stream()
                        .filter(each -> each.getKey().endsWith("_refresh"))
                        .mapToInt(Map.Entry::getValue)
                        .sum())
                .isLessThan(8 * looks);
    }

    @Test
    void moreThanAServerRemembersIsDeliveredToo() {
        Storage storage = opened();
        Webhook webhook = webhook(storage);
        deliver(storage, store(storage, webhook, 0));
        List<MemoryWrite> writes = IntStream.rangeClosed(1, 250)
                .mapToObj(number -> write(webhook, number, Optional.empty()))
                .toList();
        storage.memories().write(workspace, writes);
        List<String> leased = new ArrayList<>();
        for (List<DeliveryStore.Leased> some = leased(storage, 100); !some.isEmpty(); some = leased(storage, 100)) {
            some.forEach(each -> leased.add(each.delivery().id()));
        }
        assertThat(leased)
                .containsExactlyInAnyOrderElementsOf(writes.stream()
                        .map(write -> write.deliveries().get(0).id())
                        .toList());
    }

    @Test
    void whatAServerHasLeftIsDeliveredByAnotherSoon() {
        Storage left = opened();
        Storage other = opened();
        Webhook webhook = webhook(left);
        assertThat(leased(other)).isEmpty();
        Delivery delivery = store(left, webhook, 1);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(leased(other))
                        .extracting(DeliveryStore.Leased::delivery)
                        .extracting(Delivery::id)
                        .containsExactly(delivery.id()));
        assertThat(leased(left)).isEmpty();
    }

    private Webhook webhook(Storage storage) {
        Instant now = Instant.now();
        Webhook webhook = new Webhook(
                Ids.next("wh_", now),
                workspace.workspace(),
                "tell us",
                "webhook",
                "https://example.org/hook",
                Webhook.Event.MEMORY_CREATED,
                Optional.empty(),
                Optional.empty(),
                true,
                0,
                "encrypted",
                Optional.empty(),
                1,
                now,
                now);
        storage.webhooks().insert(workspace, webhook);
        return webhook;
    }

    private Delivery store(Storage storage, Webhook webhook, int number) {
        MemoryWrite write =
                write(webhook, number, storage.embeddingSpaces().active().map(space -> Facts.embedding(number)));
        storage.memories().write(workspace, List.of(write));
        return write.deliveries().get(0);
    }

    private MemoryWrite write(Webhook webhook, int number, Optional<Embedding> embedding) {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        Memory memory = Memory.builder(Facts.id(number), workspace, "Event number " + number + ".", now)
                .build();
        Delivery delivery = new Delivery(
                Ids.next("evt_", now),
                workspace.workspace(),
                webhook.id(),
                memory.id(),
                "memory.created",
                Optional.of("{}"),
                Delivery.State.PENDING,
                0,
                now,
                now,
                now);
        return new MemoryWrite(memory, embedding, List.of(delivery), Optional.empty());
    }

    private static List<DeliveryStore.Leased> leased(Storage storage) {
        return leased(storage, 8);
    }

    private static List<DeliveryStore.Leased> leased(Storage storage, int perWebhook) {
        Instant now = Instant.now();
        return storage.deliveries().lease(now, new Lease("worker", 0, now.plusSeconds(300)), 128, perWebhook, Set.of());
    }

    private static void deliver(Storage storage, Delivery delivery) {
        List<DeliveryStore.Leased> leased = leased(storage);
        assertThat(leased).extracting(each -> each.delivery().id()).containsExactly(delivery.id());
        Delivery.Attempt attempt = new Delivery.Attempt(delivery.createdAt(), Optional.of(200), 1, Optional.empty());
        assertThat(storage.deliveries()
                        .attempted(leased.get(0), attempt, Delivery.State.DELIVERED, delivery.createdAt()))
                .isTrue();
    }

    private void report(double seconds, double[] millis, Map<String, Integer> requests, JsonNode before) {
        JsonNode after = stats();
        Arrays.sort(millis);
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d events, %.0f/s, leased and recorded p50 %.1f ms p99 %.1f ms; requests each:",
                EVENTS,
                EVENTS / seconds,
                millis[EVENTS / 2],
                millis[EVENTS * 99 / 100]));
        Map<String, Double> each = new TreeMap<>();
        requests.forEach((path, count) -> each.merge(
                path.replaceAll("/" + prefix + "-([a-z]+)[^/]*", "$1"), (double) count / EVENTS, Double::sum));
        each.forEach((path, count) -> text.append(String.format(Locale.ROOT, " %s %.2f", path, count)));
        after.properties().forEach(index -> {
            JsonNode former = before.path(index.getKey());
            text.append("; ").append(index.getKey());
            for (String what : List.of("/refresh/total", "/search/query_total", "/indexing/index_total")) {
                String path = "/total" + what;
                text.append(String.format(
                        Locale.ROOT,
                        " %s %.2f",
                        what,
                        (index.getValue().at(path).asDouble() - former.at(path).asDouble()) / EVENTS));
            }
        });
        LOG.info(text.toString());
    }

    private JsonNode stats() {
        return IndexStats.of(prefix).path("indices");
    }
}
