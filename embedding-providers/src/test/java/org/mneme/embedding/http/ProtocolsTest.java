package org.mneme.embedding.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.mneme.embedding.Vectors.cosine;
import static org.mneme.embedding.Vectors.length;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mneme.api.MemoryException;
import org.mneme.spi.Option;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;
import org.mneme.spi.embedding.Purpose;
import org.mneme.tck.TckContext;

/** Each service is asked as its documentation says, and its answers are understood. */
@Timeout(60)
class ProtocolsTest {

    private static EmbeddingModel open(
            EmbeddingProvider provider, LocalService service, String path, Map<String, String> configured) {
        Map<String, String> all = new HashMap<>(configured);
        all.put("url", service.url(path).toString());
        return provider.open(TckContext.of(provider, all));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return LocalService.JSON.readTree(text);
    }

    private static void assertUnderstood(EmbeddingModel model) {
        assertThat(model.dimension()).isEqualTo(Answers.DIMENSION);
        List<String> texts = List.of("red bicycle", "blue boat", "green tram");
        List<float[]> vectors = model.embed(texts, Purpose.MEMORY).stream()
                .map(embedding -> embedding.single())
                .toList();
        for (int i = 0; i < texts.size(); i++) {
            float[] query =
                    model.embed(List.of(texts.get(i)), Purpose.QUERY).get(0).single();
            assertThat(length(vectors.get(i))).isCloseTo(1, within(1e-5));
            assertThat(cosine(query, vectors.get(i))).isCloseTo(1, within(1e-5));
            assertThat(cosine(query, vectors.get((i + 1) % 3))).isLessThan(0.9);
        }
    }

    @Test
    void openAiIsAskedAsDocumented() throws Exception {
        try (LocalService service = new LocalService(LocalService.json(Answers::openAi));
                EmbeddingModel model = open(new OpenAiEmbeddingProvider(), service, "/v1", Map.of("api-key", "sk-1"))) {
            model.embed(List.of("one", "two"), Purpose.MEMORY);
            assertThat(service.last().method()).isEqualTo("POST");
            assertThat(service.last().path()).isEqualTo("/v1/embeddings");
            assertThat(service.last().headers())
                    .containsEntry("Authorization", "Bearer sk-1")
                    .containsEntry("Content-Type", "application/json");
            assertThat(service.last().body())
                    .isEqualTo(
                            json(
                                    "{\"model\":\"text-embedding-3-small\",\"input\":[\"one\",\"two\"],\"encoding_format\":\"float\"}"));
            assertThat(model.modelId()).isEqualTo("openai:text-embedding-3-small");
            assertUnderstood(model);
        }
    }

    @Test
    void azureIsAskedWithItsOwnHeaderAndVersion() {
        Map<String, String> configured = Map.of("api-key", "az-1", "auth", "api-key", "model", "my-deployment");
        try (LocalService service = new LocalService(LocalService.json(Answers::openAi));
                EmbeddingModel model = open(
                        new OpenAiEmbeddingProvider(),
                        service,
                        "/openai/deployments/my-deployment/?api-version=2024-10-21",
                        configured)) {
            model.embed(List.of("one"), Purpose.MEMORY);
            assertThat(service.last().path())
                    .isEqualTo("/openai/deployments/my-deployment/embeddings?api-version=2024-10-21");
            assertThat(service.last().headers())
                    .containsEntry("api-key", "az-1")
                    .doesNotContainKey("Authorization");
        }
    }

    @Test
    void aCompatibleServerNeedsNoKeyAndGetsTheModelsPrefixes() {
        Map<String, String> configured =
                Map.of("model", "e5-small", "query-prefix", "query:", "memory-prefix", "passage: ");
        try (LocalService service = new LocalService(LocalService.json(Answers::openAi));
                EmbeddingModel model = open(new OpenAiEmbeddingProvider(), service, "", configured)) {
            model.embed(List.of("one"), Purpose.MEMORY);
            assertThat(service.last().headers()).doesNotContainKeys("Authorization", "api-key");
            assertThat(Answers.texts(service.last().body(), "input")).containsExactly("passage: one");
            model.embed(List.of("one"), Purpose.QUERY);
            assertThat(Answers.texts(service.last().body(), "input")).containsExactly("query: one");
        }
    }

    @Test
    void ollamaIsAskedAsDocumentedAndToldNotToCut() throws Exception {
        Map<String, String> configured = Map.of("model", "nomic-embed-text", "keep-alive", "30m");
        try (LocalService service = new LocalService(LocalService.json(Answers::ollama));
                EmbeddingModel model = open(new OllamaEmbeddingProvider(), service, "/", configured)) {
            model.embed(List.of("one"), Purpose.MEMORY);
            assertThat(service.last().path()).isEqualTo("/api/embed");
            assertThat(service.last().body())
                    .isEqualTo(
                            json(
                                    "{\"model\":\"nomic-embed-text\",\"input\":[\"one\"],\"truncate\":false,\"keep_alive\":\"30m\"}"));
            assertThat(model.modelId()).isEqualTo("ollama:nomic-embed-text");
            assertUnderstood(model);
        }
    }

    @Test
    void cohereIsAskedAsDocumentedAndKnowsQueriesFromDocuments() throws Exception {
        try (LocalService service = new LocalService(LocalService.json(Answers::cohere));
                EmbeddingModel model = open(new CohereEmbeddingProvider(), service, "", Map.of("api-key", "co-1"))) {
            model.embed(List.of("one"), Purpose.MEMORY);
            assertThat(service.last().path()).isEqualTo("/v2/embed");
            assertThat(service.last().headers()).containsEntry("Authorization", "Bearer co-1");
            assertThat(service.last().body())
                    .isEqualTo(
                            json(
                                    "{\"model\":\"embed-v4.0\",\"texts\":[\"one\"],\"input_type\":\"search_document\",\"embedding_types\":[\"float\"],\"truncate\":\"NONE\"}"));
            model.embed(List.of("one"), Purpose.QUERY);
            assertThat(service.last().body().path("input_type").asText()).isEqualTo("search_query");
            assertUnderstood(model);
        }
    }

    @Test
    void cohereNeverGetsMoreTextsThanItTakes() {
        try (LocalService service = new LocalService(LocalService.json(Answers::cohere));
                EmbeddingModel model = open(new CohereEmbeddingProvider(), service, "", Map.of("api-key", "co-1"))) {
            model.embed(IntStream.range(0, 250).mapToObj(i -> "text " + i).toList(), Purpose.MEMORY);
            assertThat(service.received())
                    .allMatch(request -> request.body().path("texts").size() <= 96);
            assertThat(service.received()).hasSize(1 + 3);
            EmbeddingProvider provider = new CohereEmbeddingProvider();
            assertThatThrownBy(() -> open(provider, service, "", Map.of("api-key", "co-1", "batch-size", "97")))
                    .isInstanceOfSatisfying(
                            MemoryException.class, e -> assertThat(e.field()).contains("batch-size"));
        }
    }

    @Test
    void voyageIsAskedAsDocumentedAndKnowsQueriesFromDocuments() throws Exception {
        try (LocalService service = new LocalService(LocalService.json(Answers::openAi));
                EmbeddingModel model = open(new VoyageEmbeddingProvider(), service, "/v1", Map.of("api-key", "pa-1"))) {
            model.embed(List.of("one"), Purpose.MEMORY);
            assertThat(service.last().path()).isEqualTo("/v1/embeddings");
            assertThat(service.last().headers()).containsEntry("Authorization", "Bearer pa-1");
            assertThat(service.last().body())
                    .isEqualTo(
                            json(
                                    "{\"model\":\"voyage-3.5\",\"input\":[\"one\"],\"input_type\":\"document\",\"truncation\":false}"));
            model.embed(List.of("one"), Purpose.QUERY);
            assertThat(service.last().body().path("input_type").asText()).isEqualTo("query");
            assertUnderstood(model);
        }
    }

    @Test
    void aServiceIsAskedToShortenOnlyIfToldTo() {
        String dimension = Integer.toString(Answers.DIMENSION);
        Map<EmbeddingProvider, String> fields = Map.of(
                new OpenAiEmbeddingProvider(), "dimensions",
                new OllamaEmbeddingProvider(), "dimensions",
                new CohereEmbeddingProvider(), "output_dimension",
                new VoyageEmbeddingProvider(), "output_dimension");
        fields.forEach((provider, field) -> {
            LocalService.Behaviour answers = LocalService.json(
                    switch (provider.id()) {
                        case "ollama" -> Answers::ollama;
                        case "cohere" -> Answers::cohere;
                        default -> Answers::openAi;
                    });
            try (LocalService service = new LocalService(answers)) {
                for (String shorten : List.of("true", "false")) {
                    Map<String, String> configured =
                            Map.of("api-key", "k", "model", "m", "dimension", dimension, "shorten", shorten);
                    try (EmbeddingModel model = open(provider, service, "", configured)) {
                        model.embed(List.of("one"), Purpose.MEMORY);
                        assertThat(service.last().body().path(field).asInt())
                                .isEqualTo(shorten.equals("true") ? Answers.DIMENSION : 0);
                    }
                }
                // with the dimension configured nobody had to ask for it
                assertThat(service.received()).hasSize(2);
            }
        });
    }

    @Test
    void keysAreDeclaredSecretAndNeededWhereTheServiceNeedsThem() {
        for (EmbeddingProvider provider : List.of(
                new OpenAiEmbeddingProvider(),
                new OllamaEmbeddingProvider(),
                new CohereEmbeddingProvider(),
                new VoyageEmbeddingProvider())) {
            Option key = provider.options().stream()
                    .filter(option -> option.name().equals("api-key"))
                    .findFirst()
                    .orElseThrow();
            assertThat(key.secret()).isTrue();
            assertThat(key.required()).isEqualTo(List.of("cohere", "voyage").contains(provider.id()));
            assertThat(provider.options()).extracting(Option::name).doesNotHaveDuplicates();
        }
    }
}
