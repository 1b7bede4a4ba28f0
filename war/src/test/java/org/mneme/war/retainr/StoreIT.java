package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.Tenant;

class StoreIT extends OverTheWire {

    private static final String CONTENT = "Customer prefers email over phone calls";

    private Tenant tenant;

    @BeforeEach
    void haveAWorkspace() {
        tenant = Tenant.create(http);
    }

    @Test
    void theExamplesOfTheDocumentAreStored() {
        tenant.post("/v1/memories").json(Examples.STORE).expect(201).has("/ttl_at", null);
        Answer answer = tenant.post("/v1/memories").json(Examples.STORE_ALL).expect(201);

        assertThat(answer.json().properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("id", "workspace_id", "namespace", "ttl_at", "created_at", "deduplicated");
        assertThat(answer.text("/id")).startsWith("mem_");
        answer.has("/workspace_id", tenant.workspace())
                .has("/namespace", "customer:acme")
                .has("/deduplicated", false);
        Instant created = Instant.parse(answer.text("/created_at"));
        assertThat(created)
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        assertThat(Instant.parse(answer.text("/ttl_at"))).isEqualTo(created.plus(Duration.ofDays(30)));
    }

    @Test
    void whatWasStoredIsReadBackAsItWas() {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("order", 8821);
        metadata.put("price", 12.5);
        metadata.put("nested", Map.of("deep", List.of(1, "zwei", true)));
        metadata.put("nothing", null);
        String content = "  Grüße, 世界 😀 \"quoted\" \\ and\nlines\t ";
        String id = tenant.post("/retainr/v1/memories")
                .json(Map.of(
                        "content",
                        content,
                        "namespace",
                        "a/b c%",
                        "tags",
                        List.of("x", "y", "x"),
                        "metadata",
                        metadata))
                .expect(201)
                .text("/id");

        Answer answer = tenant.get("/v1/memories/" + id).expect(200);
        answer.has("/content", content).has("/namespace", "a/b c%");
        assertThat(answer.at("/tags")).hasToString("[\"x\",\"y\"]");
        assertThat(answer.at("/metadata/nested")).hasToString("{\"deep\":[1,\"zwei\",true]}");
        assertThat(answer.at("/metadata/nothing").isNull()).isTrue();
        answer.has("/metadata/order", 8821).has("/metadata/price", 12.5);
    }

    @Test
    void aSimilarMemoryOfTheNamespaceTakesTheContentOver() {
        String first = tenant.store("customer:a", CONTENT, "old");
        tenant.store("customer:b", CONTENT);
        Answer again = tenant.post("/v1/memories")
                .json(Map.of(
                        "namespace",
                        "customer:a",
                        "content",
                        CONTENT,
                        "tags",
                        List.of("new"),
                        "metadata",
                        Map.of("n", 2),
                        "ttl_seconds",
                        60,
                        "dedup_threshold",
                        0.9))
                .expect(200);

        again.has("/id", first).has("/deduplicated", true);
        assertThat(again.at("/ttl_at").isNull()).isFalse();
        Answer stored = tenant.get("/v1/memories/" + first).expect(200);
        assertThat(stored.at("/tags")).hasToString("[\"new\"]");
        stored.has("/metadata/n", 2);
        tenant.get("/v1/memories").expect(200).has("/total", 2);
    }

    @Test
    void aDissimilarMemoryIsNewWhateverTheThreshold() {
        tenant.store("customer:a", CONTENT);
        tenant.post("/v1/memories")
                .json(Map.of(
                        "namespace", "customer:a", "content", "Unrelated shipping address", "dedup_threshold", 0.9))
                .expect(201)
                .has("/deduplicated", false);
    }

    @Test
    void withoutAThresholdTheSameTextIsStoredTwice() {
        String first = tenant.store("customer:a", CONTENT);
        String second = tenant.store("customer:a", CONTENT);
        assertThat(second).isNotEqualTo(first);
        tenant.post("/v1/memories")
                .json(Map.of("namespace", "customer:a", "content", CONTENT, "dedup_threshold", 0))
                .expect(201);
    }

    @Test
    void thirtyTwoIdenticalStoresAtOnceLeaveOneMemory() throws Exception {
        Map<String, Object> store = Map.of("namespace", "customer:a", "content", CONTENT, "dedup_threshold", 0.9);
        Callable<Answer> request = () -> tenant.post("/v1/memories").json(store).send();
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<Answer> answers = threads.invokeAll(java.util.Collections.nCopies(32, request)).stream()
                    .map(StoreIT::result)
                    .toList();
            assertThat(answers)
                    .extracting(Answer::status)
                    .containsOnly(200, 201)
                    .containsOnlyOnce(201);
            assertThat(answers)
                    .extracting(answer -> answer.text("/id"))
                    .containsOnly(answers.get(0).text("/id"));
        } finally {
            threads.shutdownNow();
        }
        tenant.get("/v1/memories").expect(200).has("/total", 1);
    }

    private static Answer result(Future<Answer> future) {
        try {
            return future.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anExpiredMemoryIsGone() {
        String id = tenant.post("/v1/memories")
                .json(Map.of("namespace", "n", "content", CONTENT, "ttl_seconds", 1))
                .expect(201)
                .text("/id");
        org.awaitility.Awaitility.await()
                .until(() -> tenant.get("/v1/memories/" + id).send().status() == 404);
        tenant.get("/v1/memories").expect(200).has("/total", 0);
        assertThat(tenant.search(Map.of("query", CONTENT))).isEmpty();
    }

    /** Every field with what is wrong with it, as one JSON object each; the message names the field. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    content         | {"namespace":"n"}
                    content         | {"namespace":"n","content":null}
                    content         | {"namespace":"n","content":7}
                    content         | {"namespace":"n","content":["x"]}
                    content         | {"namespace":"n","content":""}
                    content         | {"namespace":"n","content":" \\n "}
                    namespace       | {"content":"x"}
                    namespace       | {"content":"x","namespace":""}
                    namespace       | {"content":"x","namespace":"  "}
                    namespace       | {"content":"x","namespace":5}
                    tags            | {"content":"x","namespace":"n","tags":"a"}
                    tags[1]         | {"content":"x","namespace":"n","tags":["a",7]}
                    tags[0]         | {"content":"x","namespace":"n","tags":[""]}
                    tags[0]         | {"content":"x","namespace":"n","tags":["12345678901234567890123456789012345678901234567890123456789012345"]}
                    tags            | {"content":"x","namespace":"n","tags":["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17","18","19","20","21"]}
                    ttl_seconds     | {"content":"x","namespace":"n","ttl_seconds":0}
                    ttl_seconds     | {"content":"x","namespace":"n","ttl_seconds":-1}
                    ttl_seconds     | {"content":"x","namespace":"n","ttl_seconds":31536001}
                    ttl_seconds     | {"content":"x","namespace":"n","ttl_seconds":1.5}
                    ttl_seconds     | {"content":"x","namespace":"n","ttl_seconds":"60"}
                    ttl_seconds     | {"content":"x","namespace":"n","ttl_seconds":true}
                    dedup_threshold | {"content":"x","namespace":"n","dedup_threshold":-0.1}
                    dedup_threshold | {"content":"x","namespace":"n","dedup_threshold":1.01}
                    dedup_threshold | {"content":"x","namespace":"n","dedup_threshold":"0.9"}
                    metadata        | {"content":"x","namespace":"n","metadata":[]}
                    metadata        | {"content":"x","namespace":"n","metadata":"m"}
                    """)
    void aWrongFieldIsRefusedByName(String field, String body) {
        Answer answer = tenant.post("/v1/memories").json(body).expect(400).has("/error", "invalid_request");
        assertThat(answer.text("/message")).startsWith(field + " ");
        tenant.get("/v1/memories").expect(200).has("/total", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"text\"", "{\"content\":\"x\",}", "{} {}"})
    void aBodyThatIsNoJsonObjectIsRefused(String body) {
        tenant.post("/v1/memories").json(body).expect(400).has("/error", "invalid_request");
    }

    @Test
    void unknownFieldsAreIgnored() {
        tenant.post("/v1/memories")
                .json("{\"content\":\"x\",\"namespace\":\"n\",\"colour\":\"red\"}")
                .expect(201);
    }

    @Test
    void theLongestContentIsStoredAndOneCharacterMoreIsTooLarge() {
        tenant.post("/v1/memories")
                .json(Map.of("namespace", "n", "content", "ä".repeat(32_768)))
                .expect(201);
        tenant.post("/v1/memories")
                .json(Map.of("namespace", "n", "content", "ä".repeat(32_769)))
                .expect(422)
                .has("/error", "content_too_large");
    }

    @Test
    void aPlanBoundsTheContent() {
        Tenant free = Tenant.create(http, "free", "retainr");
        free.post("/v1/memories")
                .json(Map.of("namespace", "n", "content", "x".repeat(4_096)))
                .expect(201);
        free.post("/v1/memories")
                .json(Map.of("namespace", "n", "content", "x".repeat(4_097)))
                .expect(422)
                .has("/error", "content_too_large");
    }
}
