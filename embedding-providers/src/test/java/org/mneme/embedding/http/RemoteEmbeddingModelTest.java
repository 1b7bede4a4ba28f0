package org.mneme.embedding.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.mneme.embedding.Vectors.length;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;
import org.mneme.tck.TckContext;

/** What is written once for all services: windows, batches, limits, retries, and checks of what comes back. */
@Timeout(60)
class RemoteEmbeddingModelTest {

    private static final String KEY = "sk-very-secret";

    private final LocalService service = new LocalService(LocalService.json(Answers::openAi));
    private final List<EmbeddingModel> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(EmbeddingModel::close);
        service.close();
    }

    private EmbeddingModel open(String... more) {
        Map<String, String> configured = new HashMap<>(
                Map.of("url", service.url("/v1").toString(), "api-key", KEY, "retry-for", "5s", "timeout", "5s"));
        for (int i = 0; i < more.length; i += 2) {
            configured.put(more[i], more[i + 1]);
        }
        OpenAiEmbeddingProvider provider = new OpenAiEmbeddingProvider();
        EmbeddingModel model = provider.open(TckContext.of(provider, configured));
        opened.add(model);
        return model;
    }

    /** Opens without the first call, so that the next request is the test's. */
    private EmbeddingModel openQuietly(String... more) {
        List<String> all = new ArrayList<>(List.of("dimension", Integer.toString(Answers.DIMENSION)));
        all.addAll(List.of(more));
        return open(all.toArray(String[]::new));
    }

    private static Embedding embed(EmbeddingModel model, String text) {
        return model.embed(List.of(text), Purpose.MEMORY).get(0);
    }

    private static MemoryException failure(ThrowingCallable call) {
        MemoryException failure = catchThrowableOfType(MemoryException.class, call);
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).doesNotContain(KEY);
        return failure;
    }

    private MemoryException unavailable(EmbeddingModel model) {
        MemoryException failure = failure(() -> embed(model, "text"));
        assertThat(failure.kind()).isEqualTo(MemoryException.Kind.UNAVAILABLE);
        assertThat(failure.code()).isEqualTo("embedding_unavailable");
        assertThat(failure.retryAfter()).isPresent();
        return failure;
    }

    @Test
    void manyTextsGoInBatchesAndComeBackInOrder() {
        EmbeddingModel model = open("batch-size", "7");
        List<String> texts =
                IntStream.range(0, 100).mapToObj(i -> "unique" + i * 7919).toList();
        List<Embedding> embeddings = model.embed(texts, Purpose.MEMORY);
        assertThat(service.received()).hasSize(1 + 15);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(embeddings.get(i).single())
                    .containsExactly(embed(model, texts.get(i)).single());
        }
    }

    @Test
    void answersOutOfOrderArePutInOrder() {
        EmbeddingModel model = open();
        List<Embedding> inOrder = model.embed(List.of("one", "two", "three"), Purpose.MEMORY);
        service.then(LocalService.json(Answers::openAiShuffled));
        List<Embedding> shuffled = model.embed(List.of("one", "two", "three"), Purpose.MEMORY);
        for (int i = 0; i < 3; i++) {
            assertThat(shuffled.get(i).single()).containsExactly(inOrder.get(i).single());
        }
    }

    @Test
    void requestsGoOutAtTheSameTimeButNotMoreThanAllowed() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        List<Integer> waiting = Collections.synchronizedList(new ArrayList<>());
        service.always((exchange, request) -> {
            three.countDown();
            try {
                // opens only when three requests are here together; a fourth would be counted below
                assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            waiting.add(service.received().size());
            LocalService.json(Answers::openAi).answer(exchange, request);
        });
        EmbeddingModel model = openQuietly("batch-size", "1", "parallelism", "3");
        model.embed(List.of("a", "b", "c", "d", "e", "f"), Purpose.MEMORY);
        assertThat(service.received()).hasSize(6);
        assertThat(waiting.get(0)).isEqualTo(3);
    }

    @Test
    void aLongTextIsSentAsWindowsToItsVeryEnd() {
        EmbeddingModel model = openQuietly();
        String text = "nothing of interest happened on that day ".repeat(780) + "the garage code is 4711";
        Embedding embedding = embed(model, text);
        List<String> sent = Answers.texts(service.last().body(), "input");
        assertThat(embedding.windows()).hasSizeBetween(30, 60).hasSameSizeAs(sent);
        assertThat(sent.get(sent.size() - 1)).endsWith("the garage code is 4711");
        float[] last = embedding.windows().get(sent.size() - 1);
        assertThat(embed(model, sent.get(sent.size() - 1)).single()).containsExactly(last);
        assertThat(model.embed(List.of(text), Purpose.QUERY).get(0).windows()).hasSize(1);
    }

    @Test
    void aTextThatTheServiceFindsTooLongIsCutAgainAndNothingIsLost() {
        service.always((exchange, request) -> {
            boolean tooLong = Answers.texts(request, "input").stream().anyMatch(text -> text.length() > 200);
            if (tooLong) {
                LocalService.text(400, "{\"error\":\"the input length exceeds the context length\"}")
                        .answer(exchange, request);
                return;
            }
            LocalService.json(Answers::openAi).answer(exchange, request);
        });
        EmbeddingModel model = openQuietly();
        String words = IntStream.range(0, 120).mapToObj(i -> "word" + i).reduce("", (a, b) -> a + " " + b);
        List<Embedding> embeddings = model.embed(List.of("short", words, "brief"), Purpose.MEMORY);
        assertThat(embeddings).hasSize(3);
        assertThat(embeddings.get(0).windows()).hasSize(1);
        assertThat(embeddings.get(1).windows()).hasSizeBetween(6, 12);
        assertThat(embeddings.get(2).single())
                .containsExactly(embed(model, "brief").single());
        assertThat(service.received().stream()
                        .map(request -> Answers.texts(request.body(), "input"))
                        .flatMap(List::stream)
                        .filter(text -> text.length() <= 200)
                        .flatMap(text -> List.of(text.trim().split(" ")).stream())
                        .distinct())
                .contains(IntStream.range(0, 120).mapToObj(i -> "word" + i).toArray(String[]::new));
    }

    @Test
    void aServiceThatFindsEverythingTooLongIsNotAskedForEver() {
        service.always(LocalService.text(413, "{\"error\":\"too large\"}"));
        EmbeddingModel model = openQuietly();
        assertThat(unavailable(model)).hasMessageContaining("413");
        assertThat(service.received()).hasSize(1);
    }

    @Test
    void halfOfASurrogatePairAndControlCharactersAreSent() {
        EmbeddingModel model = open();
        assertThat(length(embed(model, "broken \uD83D text \u0000").single())).isCloseTo(1, within(1e-5));
        assertThat(Answers.texts(service.last().body(), "input")).containsExactly("broken \uFFFD text \u0000");
        String emoji = "\uD83D\uDE00".repeat(2_000);
        assertThat(embed(model, emoji).windows()).hasSizeGreaterThan(5);
        assertThat(Answers.texts(service.last().body(), "input"))
                .allMatch(text -> text.equals("\uD83D\uDE00".repeat(text.length() / 2)));
    }

    @Test
    void liesAreFoundOutAndNotAskedForAgain() {
        EmbeddingModel model = openQuietly();
        double[] right = Answers.vector("text");
        double[] zeros = new double[Answers.DIMENSION];
        Map<String, Object> lies = new HashMap<>();
        lies.put("2 vectors for 1 texts", List.of(Answers.item(0, right), Answers.item(1, right)));
        lies.put("0 vectors for 1 texts", List.of());
        lies.put("indexes", List.of(Answers.item(1, right)));
        lies.put("63 components, not 64", List.of(Answers.item(0, java.util.Arrays.copyOf(right, 63))));
        lies.put("zeros", List.of(Answers.item(0, zeros)));
        lies.put("something not a number", List.of(Answers.item(0, Collections.nCopies(64, "0.5"))));
        lies.put("a list \"data\"", "nonsense");
        lies.forEach((complaint, data) -> {
            int before = service.received().size();
            service.then(LocalService.json(request -> Map.of("data", data)));
            assertThat(unavailable(model)).hasMessageContaining(complaint);
            assertThat(service.received()).hasSize(before + 1);
        });
    }

    @Test
    void numbersThatAreNotFiniteAreFoundOut() {
        EmbeddingModel model = openQuietly("dimension", "2");
        service.then(LocalService.text(200, "{\"data\":[{\"index\":0,\"embedding\":[1e999,1]}]}"));
        assertThat(unavailable(model)).hasMessageContaining("finite");
        service.then(LocalService.text(200, "{\"data\":[{\"index\":0,\"embedding\":[null,1]}]}"));
        assertThat(unavailable(model)).hasMessageContaining("not a number");
        EmbeddingModel impatient = openQuietly("dimension", "2", "retry-for", "0s");
        service.then(LocalService.text(200, "{\"data\":[{\"index\":0,\"embedding\":[NaN,1]}]}"));
        assertThat(unavailable(impatient)).hasMessageContaining("not JSON");
    }

    @Test
    void anAnswerCutOffOrNotJsonIsAskedForAgain() {
        EmbeddingModel model = openQuietly();
        service.then(LocalService.cutOff())
                .then(LocalService.text(200, "{\"data\":[{\"index\":0,"))
                .then(LocalService.text(200, "<html>a proxy</html>"));
        assertThat(length(embed(model, "text").single())).isCloseTo(1, within(1e-5));
        assertThat(service.received()).hasSize(4);
    }

    @Test
    void anAnswerWithoutEndIsNotRead() {
        EmbeddingModel model = openQuietly();
        service.then((exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] spaces = " ".repeat(1 << 16).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            for (int i = 0; i < 4_096; i++) {
                exchange.getResponseBody().write(spaces);
            }
        });
        assertThat(unavailable(model)).hasMessageContaining("more than");
        assertThat(service.received()).hasSize(1);
    }

    @Test
    void aPassingFailureIsRepeatedUntilItHasPassed() {
        EmbeddingModel model = openQuietly();
        service.then(LocalService.text(500, "")).then(LocalService.text(503, "{\"error\":\"loading model\"}"));
        assertThat(length(embed(model, "text").single())).isCloseTo(1, within(1e-5));
        assertThat(service.received()).hasSize(3);
        assertThat(model.health().state()).isEqualTo(Health.State.UP);
    }

    @Test
    void theServiceIsLeftAloneAsLongAsItAsks() {
        EmbeddingModel model = openQuietly();
        service.then(LocalService.status(429, "Retry-After", "1", "{\"error\":{\"message\":\"slow down\"}}"));
        long start = System.nanoTime();
        embed(model, "text");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(990), Duration.ofSeconds(4));
        assertThat(service.received()).hasSize(2);
    }

    @Test
    void whoCannotWaitThatLongIsToldAtOnceAndNobodyAsksBeforeTheTime() {
        EmbeddingModel model = openQuietly();
        service.then(LocalService.status(429, "Retry-After", "120", "{\"error\":{\"message\":\"slow down\"}}"));
        MemoryException failure = unavailable(model);
        assertThat(failure).hasMessageContaining("429: slow down");
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(120));
        assertThat(model.health().state()).isEqualTo(Health.State.DOWN);
        MemoryException second = unavailable(model);
        assertThat(second.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(120));
        assertThat(service.received()).hasSize(1);
    }

    @Test
    void aServiceThatStaysAwayIsGivenUpInTime() {
        EmbeddingModel model = openQuietly("retry-for", "1s");
        service.always(LocalService.text(502, "bad gateway"));
        long start = System.nanoTime();
        assertThat(unavailable(model)).hasMessageContaining("502");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(service.received()).hasSizeBetween(2, 8);
        service.always(LocalService.json(Answers::openAi));
        embed(model, "text");
        assertThat(model.health().state()).isEqualTo(Health.State.UP);
    }

    @Test
    void aSilentServiceAndOneThatStallsInTheMiddleAreGivenUpInTime() {
        EmbeddingModel model = openQuietly("timeout", "300ms", "retry-for", "0s");
        for (LocalService.Behaviour slow : List.of(service.silent(), service.stalled())) {
            service.then(slow);
            long start = System.nanoTime();
            assertThat(unavailable(model)).hasMessageContaining("did not answer within 300 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void aServiceThatIsNotThereStopsNothingButEmbedding() {
        service.close();
        EmbeddingModel model = openQuietly("retry-for", "0s");
        assertThat(model.dimension()).isEqualTo(Answers.DIMENSION);
        assertThat(unavailable(model)).hasMessageContaining("cannot be reached");
        MemoryException failure = failure(() -> open("retry-for", "0s"));
        assertThat(failure.kind()).isEqualTo(MemoryException.Kind.UNAVAILABLE);
    }

    @Test
    void configurationThatCanNeverWorkIsNamedWhenTheModelIsOpened() {
        assertMisconfigured(
                LocalService.text(401, "{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + "\"}}"),
                "api-key",
                "Incorrect API key provided: ****");
        assertMisconfigured(
                LocalService.text(404, "{\"error\":\"model \\\"x\\\" not found, try pulling it first\"}"),
                "model",
                "try pulling it first");
        assertMisconfigured(
                LocalService.text(400, "{\"message\":\"this model takes no dimensions\"}"),
                "model",
                "this model takes no dimensions");
        assertMisconfigured(LocalService.text(418, "teapot"), "url", "418");
    }

    private void assertMisconfigured(LocalService.Behaviour behaviour, String option, String said) {
        int before = service.received().size();
        service.then(behaviour);
        MemoryException failure = failure(() -> open());
        assertThat(failure.kind()).isEqualTo(MemoryException.Kind.INVALID);
        assertThat(failure.field()).contains(option);
        assertThat(failure).hasMessageContaining(said);
        assertThat(service.received()).hasSize(before + 1);
    }

    @Test
    void aKeyIsNotCarriedToWhereARedirectPoints() {
        try (LocalService elsewhere = new LocalService(LocalService.json(Answers::openAi))) {
            service.then(LocalService.status(
                    307, "Location", elsewhere.url("/v1/embeddings").toString(), ""));
            MemoryException failure = failure(() -> open());
            assertThat(failure.field()).contains("url");
            assertThat(failure).hasMessageContaining("points to");
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void aKeyThatIsRevokedLaterMakesEmbeddingUnavailable() {
        EmbeddingModel model = open();
        service.then(LocalService.text(401, "{\"error\":{\"message\":\"revoked\"}}"));
        assertThat(unavailable(model)).hasMessageContaining("refused the key (401: revoked)");
    }

    @Test
    void theDimensionIsLearnedFromTheService() {
        assertThat(open().dimension()).isEqualTo(Answers.DIMENSION);
        service.then(LocalService.json(request -> Map.of("data", List.of(Answers.item(0, new double[] {3, 4})))));
        assertThat(open().dimension()).isEqualTo(2);
    }

    @Test
    void aBlankTextIsInvalidAndNotSent() {
        EmbeddingModel model = openQuietly();
        assertThat(failure(() -> model.embed(List.of("fine", " \n"), Purpose.MEMORY))
                        .kind())
                .isEqualTo(MemoryException.Kind.INVALID);
        assertThat(model.embed(List.of(), Purpose.MEMORY)).isEmpty();
        assertThat(service.received()).isEmpty();
    }

    @Test
    void closingEndsTheWaitForAnotherAttempt() throws Exception {
        EmbeddingModel model = openQuietly("retry-for", "60s");
        CountDownLatch asked = new CountDownLatch(1);
        service.always((exchange, request) -> {
            asked.countDown();
            LocalService.status(503, "Retry-After", "50", "").answer(exchange, request);
        });
        CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(() -> unavailable(model));
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        model.close();
        assertThat(failure.get(20, TimeUnit.SECONDS)).hasMessageContaining("closed");
        assertThat(model.health().state()).isEqualTo(Health.State.DOWN);
    }

    @Test
    void closingBreaksOffRequestsUnderWay() throws Exception {
        EmbeddingModel model = openQuietly("timeout", "50s", "retry-for", "60s");
        CountDownLatch asked = new CountDownLatch(1);
        service.always((exchange, request) -> {
            asked.countDown();
            service.silent().answer(exchange, request);
        });
        CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(() -> unavailable(model));
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        model.close();
        assertThat(failure.get(20, TimeUnit.SECONDS)).hasMessageContaining("closed");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void badlyChosenOptionsAreRefusedByName() {
        Map<String, String> bad = Map.of(
                "url", "ftp://127.0.0.1/",
                "dimension", "0",
                "batch-size", "2049",
                "window-tokens", "5",
                "parallelism", "0",
                "timeout", "0s",
                "shorten", "true");
        bad.forEach((name, value) -> {
            MemoryException failure = failure(() -> open(name, value));
            assertThat(failure.kind()).isEqualTo(MemoryException.Kind.INVALID);
            assertThat(failure.field()).contains(name);
        });
        assertThatThrownBy(() -> open("url", "https://user:pass@127.0.0.1/")).hasMessageContaining("api-key");
        assertThat(service.received()).isEmpty();
    }

    @Test
    void theKeyIsNotPrinted() {
        RemoteOptions options = RemoteOptions.from(
                TckContext.of(new OpenAiEmbeddingProvider(), Map.of("api-key", KEY)),
                new RemoteDefaults("http://127.0.0.1", java.util.Optional.empty(), false, 1, 1_000, "1s"));
        assertThat(options.toString()).doesNotContain(KEY);
        assertThat(options.apiKey()).contains(KEY);
    }

    @Test
    void requestsNeverHoldMoreTextsThanConfigured() {
        EmbeddingModel model = openQuietly("batch-size", "3");
        model.embed(IntStream.range(0, 20).mapToObj(i -> "text " + i).toList(), Purpose.MEMORY);
        assertThat(service.received())
                .extracting(LocalService.Received::body)
                .allMatch((JsonNode body) -> body.path("input").size() <= 3);
    }
}
