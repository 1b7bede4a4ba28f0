package org.mneme.war.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** Events survive the death of the server, and sick receivers do not slow healthy ones. */
@Tag("slow")
class OutboxIT {

    /** Few in every build, because each costs a start; ten are asked for with {@code -Dmneme.it.outbox.kills=10}. */
    private static final int KILLS = Integer.getInteger("mneme.it.outbox.kills", 2);
    /** Stored memories; each is told to five webhooks. */
    private static final int MEMORIES = Integer.getInteger("mneme.it.outbox.memories", 100 * KILLS);

    private static final int WRITERS = 4;

    /** Memories stored to measure how soon they are told, and how many of them a second. */
    private static final int EVENTS = Integer.getInteger("mneme.it.outbox.events", 300);

    private static final int RATE = 30;

    private static PackagedServer.Builder server() {
        return PackagedServer.builder()
                .environment("MNEME_NOTIFIER_WEBHOOK_ALLOW_HTTP", "true")
                .environment("MNEME_NOTIFIER_WEBHOOK_ALLOW_NETWORKS", "127.0.0.1/32")
                // vectors do not matter here, and time does
                .environment("MNEME_EMBEDDING", "hashing")
                .environment("MNEME_DELIVERY_LEASE", "20s")
                .environment("MNEME_DELIVERY_BACKOFF", "500ms")
                .environment("MNEME_DELIVERY_MAX_BACKOFF", "2s")
                .environment("MNEME_DELIVERY_MAX_ATTEMPTS", "1000")
                .environment("MNEME_DELIVERY_DISABLE_AFTER", "1000");
    }

    private static Map<String, String> register(WireClient http, HookReceiver receiver, String namespace) {
        Map<String, Object> webhook = new HashMap<>();
        webhook.put("name", "n");
        webhook.put("url", receiver.url());
        webhook.put("event_type", "memory.created");
        webhook.put("namespace_filter", namespace);
        JsonNode answer = http.post("/v1/webhooks")
                .key(TestKeys.RETAINR)
                .json(webhook)
                .expect(201)
                .json();
        return Map.of(
                "id", answer.get("id").asText(), "secret", answer.get("secret").asText());
    }

    /** A receiver that is well at every second request, and ails in another way at each of the others. */
    private static HookReceiver.Behaviour moody(HookReceiver.Behaviour... ills) {
        AtomicInteger calls = new AtomicInteger();
        HookReceiver.Behaviour well = HookReceiver.answer("200 OK");
        return (receiver, socket) -> {
            int call = calls.getAndIncrement();
            (call % 2 == 0 ? well : ills[call / 2 % ills.length]).handle(receiver, socket);
        };
    }

    private static HookReceiver.Behaviour refusing() {
        return moody(
                HookReceiver.answer("500 Broken"),
                HookReceiver.answer("429 Slow Down\r\nRetry-After: 0"),
                HookReceiver.answer("302 Found\r\nLocation: http://169.254.169.254/"));
    }

    private static HookReceiver.Behaviour breaking() {
        return moody(HookReceiver.reset(), HookReceiver.resetUnread(), HookReceiver.slow(200));
    }

    /** Well, but for every hundredth request, which is never answered. */
    private static HookReceiver.Behaviour hangingNowAndThen() {
        AtomicInteger calls = new AtomicInteger();
        HookReceiver.Behaviour well = HookReceiver.answer("204 No Content");
        return (receiver, socket) ->
                (calls.incrementAndGet() % 100 == 0 ? HookReceiver.hang() : well).handle(receiver, socket);
    }

    @Test
    void everyEventOutlivesKills() throws Exception {
        PackagedServer.Builder builder = server();
        try (HookReceiver good = new HookReceiver(HookReceiver.answer("200 OK"));
                HookReceiver slow = new HookReceiver(HookReceiver.slow(20));
                HookReceiver refusing = new HookReceiver(refusing());
                HookReceiver breaking = new HookReceiver(breaking());
                HookReceiver hanging = new HookReceiver(hangingNowAndThen());
                HookReceiver gone = new HookReceiver(HookReceiver.answer("410 Gone"))) {
            List<HookReceiver> receivers = List.of(good, slow, refusing, breaking, hanging);
            PackagedServer running = builder.start();
            WireClient http = running.http();
            List<String> secrets = new ArrayList<>();
            for (HookReceiver receiver : receivers) {
                secrets.add(register(http, receiver, null).get("secret"));
            }
            register(http, gone, null); // disabled by its first answer: it is owed nothing
            Set<String> acknowledged = ConcurrentHashMap.newKeySet();
            AtomicInteger next = new AtomicInteger();
            AtomicBoolean stop = new AtomicBoolean();
            ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
            for (int i = 0; i < WRITERS; i++) {
                writers.execute(() -> write(http, next, acknowledged, stop));
            }
            try {
                for (int kill = 1; kill <= KILLS; kill++) {
                    int enough = MEMORIES * kill / (KILLS + 1);
                    await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= enough);
                    running.kill();
                    running = builder.start();
                }
                await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= MEMORIES);
                stop.set(true);
                writers.shutdown();
                assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

                await().atMost(Duration.ofSeconds(120 + MEMORIES / 10))
                        .pollInterval(Duration.ofSeconds(2))
                        .until(() -> receivers.stream()
                                .allMatch(receiver ->
                                        told(receiver.taken()).keySet().containsAll(acknowledged)));
                for (int i = 0; i < receivers.size(); i++) {
                    assertHonest(receivers.get(i), secrets.get(i));
                }
                System.out.printf(
                        "%d memories, %d kills: %s deliveries arrived, %s more than once, at the one that was gone %d%n",
                        acknowledged.size(),
                        KILLS,
                        receivers.stream().map(r -> r.hooks().size()).toList(),
                        receivers.stream().map(OutboxIT::repeated).toList(),
                        gone.hooks().size());
            } finally {
                stop.set(true);
                writers.shutdownNow();
                running.close();
            }
        }
    }

    /** Store memories until told to stop; one whose answer did not come may or may not be stored. */
    private static void write(WireClient http, AtomicInteger next, Set<String> acknowledged, AtomicBoolean stop) {
        while (!stop.get() && acknowledged.size() < MEMORIES) {
            int number = next.getAndIncrement();
            try {
                acknowledged.add(http.post("/v1/memories")
                        .key(TestKeys.RETAINR)
                        .json(Map.of("content", "Event number " + number, "namespace", "outbox"))
                        .expect(201)
                        .text("/id"));
            } catch (RuntimeException | AssertionError e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // it is being killed or started
            }
        }
    }

    /** Return the event ids that came for each memory. */
    private static Map<String, Set<String>> told(List<HookReceiver.Hook> hooks) {
        Map<String, Set<String>> told = new HashMap<>();
        hooks.forEach(hook -> told.computeIfAbsent(hook.json().at("/memory/id").asText(), id -> new HashSet<>())
                .add(hook.id()));
        return told;
    }

    private static long repeated(HookReceiver receiver) {
        Map<String, Integer> times = new HashMap<>();
        receiver.hooks().forEach(hook -> times.merge(hook.id(), 1, Integer::sum));
        return times.values().stream().filter(count -> count > 1).count();
    }

    private static void assertHonest(HookReceiver receiver, String secret) {
        assertThat(receiver.hooks()).allMatch(hook -> HookSignature.isGood(hook, secret));
        assertThat(told(receiver.hooks()).values()).as("one id for all repeats").allMatch(ids -> ids.size() == 1);
        Map<String, String> bodies = new HashMap<>();
        receiver.hooks().forEach(hook -> {
            String body = new String(hook.body(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(bodies.computeIfAbsent(hook.id(), id -> body)).isEqualTo(body);
        });
    }

    @Test
    void healthyReceiversAreNotDelayedBySickOnes() throws Exception {
        // the Java machine as it is shipped: time matters here
        PackagedServer.Builder builder =
                server().environment("MNEME_DELIVERY_DISABLE_AFTER", "10").jvmOptions();
        try (PackagedServer running = builder.start();
                HookReceiver healthy = new HookReceiver(HookReceiver.answer("200 OK"));
                HookReceiver failing = new HookReceiver(HookReceiver.answer("500 Broken"));
                HookReceiver hanging = new HookReceiver(HookReceiver.hang());
                HookReceiver breaking = new HookReceiver(HookReceiver.reset());
                HookReceiver slow = new HookReceiver(HookReceiver.slow(2_000))) {
            WireClient http = running.http();
            register(http, healthy, "alone");
            register(http, healthy, "beside");
            measure(http, healthy, "alone"); // the server has not warmed up yet
            double alone = measure(http, healthy, "alone");
            List.of(failing, hanging, breaking, slow).forEach(sick -> register(http, sick, "beside"));
            double beside = measure(http, healthy, "beside");

            System.out.printf(
                    "%d events a second, p99 until told: %.1f ms alone, %.1f ms beside sick receivers%n",
                    RATE, alone, beside);
            assertThat(hanging.hooks()).isNotEmpty();
            // the floor keeps a busy machine from deciding over a few milliseconds
            assertThat(beside).as("p99 in ms, alone %s", alone).isLessThanOrEqualTo(Math.max(2 * alone, 100));
            await().atMost(Duration.ofSeconds(60)).until(() -> failing.hooks().size() >= 10);
            await().during(Duration.ofSeconds(1)).until(() -> failing.hooks().size() == 10);
        }
    }

    /** Store memories at a constant rate and return the 99th percentile of the time until each was told, in ms. */
    private static double measure(WireClient http, HookReceiver receiver, String namespace) {
        int count = EVENTS;
        int before = receiver.hooks().size();
        Map<String, Long> stored = new HashMap<>();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            while (System.nanoTime() - begin < i * TimeUnit.SECONDS.toNanos(1) / RATE) {
                LockSupport.parkNanos(begin + i * TimeUnit.SECONDS.toNanos(1) / RATE - System.nanoTime());
            }
            String content = namespace + " " + before + " " + i;
            stored.put(content, System.nanoTime());
            http.post("/v1/memories")
                    .key(TestKeys.RETAINR)
                    .json(Map.of("content", content, "namespace", namespace))
                    .expect(201);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> receiver.hooks().size() >= before + count);
        double[] millis = receiver.hooks().stream()
                .skip(before)
                .mapToDouble(hook -> (hook.nanoTime()
                                - stored.get(hook.json().at("/memory/content").asText()))
                        / 1e6)
                .toArray();
        Arrays.sort(millis);
        return millis[(int) Math.ceil(millis.length * 0.99) - 1];
    }
}
