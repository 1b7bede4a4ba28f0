package org.mneme.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.Written;
import org.mneme.tck.storage.Facts;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/** Hold the writes of a server back until another one has taken its workspace over and stored the same. */
class LateWritesTest {

    private final String prefix = "tck-late-" + Cluster.random().substring(0, 8);
    private final String node = ElasticsearchNode.uris().split(",")[0];
    private final List<Relay> relays = new ArrayList<>();
    private final List<Storage> opened = new ArrayList<>();

    @AfterEach
    void disconnect() {
        relays.forEach(Relay::letGo);
        opened.forEach(Storage::close);
        relays.forEach(Relay::close);
    }

    /**
     * At one address the server has given up what it sent, and has to claim the workspace again before it sends it once more; of
     * eight, its client goes on to the next one by itself, until one answers.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void whatWasStoredTooLateIsDecidedAnew(int addresses, @TempDir Path one, @TempDir Path two) {
        for (int i = 0; i < addresses; i++) {
            relays.add(Relay.to(node));
        }
        Storage late =
                open(one, String.join(",", relays.stream().map(Relay::uri).toList()));
        Storage inTime = open(two, node);
        relays.forEach(relay ->
                relay.holdBack(request -> request.contains(prefix + "-memories") && request.contains("/_bulk")));

        CompletableFuture<Written> first = CompletableFuture.supplyAsync(() -> stored(late, 1));
        await().atMost(Duration.ofSeconds(5)).until(() -> relays.stream().anyMatch(Relay::holdsBack));
        Written second = stored(inTime, 2);
        assertThat(second.outcome()).isEqualTo(Written.Outcome.CREATED);
        assertThat(first).isNotDone();
        relays.forEach(Relay::letGo);

        assertThat(first.join().outcome()).isEqualTo(Written.Outcome.KEPT);
        assertThat(first.join().memory().id()).isEqualTo(second.memory().id());
        assertThat(late.memories().count(Facts.SCOPE, Filter.active())).isEqualTo(1);
        assertThat(inTime.memories().get(Facts.SCOPE, Facts.id(2)).orElseThrow().status())
                .isEqualTo(Memory.Status.ACTIVE);
        // whoever was answered with its id finds it, and which other one holds
        Memory history = inTime.memories().get(Facts.SCOPE, Facts.id(1)).orElseThrow();
        assertThat(history.status()).isEqualTo(Memory.Status.SUPERSEDED);
        assertThat(history.supersededBy()).contains(Facts.id(2));
        assertThat(stored(late, 3).memory().id()).isEqualTo(Facts.id(2));
    }

    private Storage open(Path directory, String hosts) {
        Storage storage = Facts.open(
                new ElasticsearchStorageProvider(),
                directory,
                Map.of(
                        "hosts", hosts,
                        "index-prefix", prefix,
                        "request-timeout", "1s",
                        "shards", "1",
                        "replicas", "0"));
        opened.add(storage);
        return storage;
    }

    /** Store what always says the same, unless it is there. */
    private static Written stored(Storage storage, int number) {
        return storage.memories()
                .write(Facts.SCOPE, List.of(LostAnswersTest.unlessThere(number)))
                .get(0);
    }
}
