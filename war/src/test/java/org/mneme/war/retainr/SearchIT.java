package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.Tenant;

class SearchIT extends OverTheWire {

    private Tenant tenant;

    @BeforeEach
    void haveAWorkspace() {
        tenant = Tenant.create(http);
    }

    @Test
    void theExampleOfTheDocumentIsAnsweredInItsForm() {
        tenant.post("/v1/memories").json(Examples.STORE).expect(201);
        tenant.store("customer:bob", "Customer prefers email over phone calls and is on a budget");

        Answer answer = tenant.post("/v1/memories/search")
                .json(Examples.SEARCH)
                .expect(200)
                .has("/total", 1);
        JsonNode found = answer.at("/results/0");
        assertThat(found.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("id", "content", "score", "namespace", "tags", "metadata", "created_at");
        assertThat(found.get("score").doubleValue()).isBetween(0.0, 1.0);
        answer.has("/results/0/content", "Customer prefers email over phone calls and is on a budget")
                .has("/results/0/namespace", "customer:alice");
        assertThat(found.get("tags")).hasToString("[\"preference\",\"contact-method\"]");
    }

    @Test
    void theBestComesFirstAndTheScoreIsTheCosine() {
        tenant.store("n", "the weather in Paris is fine");
        String same = tenant.store("n", "invoices are sent by post");

        JsonNode results = tenant.search(Map.of("query", "invoices are sent by post"));
        assertThat(results.get(0).get("id").asText()).isEqualTo(same);
        assertThat(results.get(0).get("score").doubleValue()).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
        assertThat(results.findValues("score"))
                .extracting(JsonNode::doubleValue)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void tagsMeanAllOfThem() {
        String both = tenant.store("n", "one text about tags", "a", "b");
        tenant.store("n", "another text about tags", "a");

        assertThat(tenant.search(Map.of("query", "text about tags", "tags", List.of("a", "b"))))
                .singleElement()
                .satisfies(found -> assertThat(found.get("id").asText()).isEqualTo(both));
        assertThat(tenant.search(Map.of("query", "text about tags", "tags", List.of("a", "c"))))
                .isEmpty();
    }

    @Test
    void theNamespaceNarrowsAndItsAbsenceDoesNot() {
        tenant.store("a", "text about namespaces");
        tenant.store("b", "text about namespaces");

        assertThat(tenant.search(Map.of("query", "text about namespaces", "namespace", "a")))
                .hasSize(1);
        assertThat(tenant.search(Map.of("query", "text about namespaces", "namespace", "c")))
                .isEmpty();
        assertThat(tenant.search(Map.of("query", "text about namespaces"))).hasSize(2);
    }

    @Test
    void tenAreFoundUnlessMoreAreAskedFor() {
        for (int i = 0; i < 12; i++) {
            tenant.store("n", "text number " + i);
        }
        assertThat(tenant.search(Map.of("query", "text number"))).hasSize(10);
        assertThat(tenant.search(Map.of("query", "text number", "limit", 100))).hasSize(12);
        assertThat(tenant.search(Map.of("query", "text number", "limit", 1))).hasSize(1);
    }

    @Test
    void theThresholdIsTheLeastScore() {
        tenant.store("n", "exactly this text");
        tenant.store("n", "nothing in common whatsoever");

        assertThat(tenant.search(Map.of("query", "exactly this text", "threshold", 0.99)))
                .hasSize(1);
        assertThat(tenant.search(Map.of("query", "exactly that text", "threshold", 1)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    query     | {}
                    query     | {"query":7}
                    query     | {"query":" "}
                    namespace | {"query":"x","namespace":7}
                    namespace | {"query":"x","namespace":""}
                    tags      | {"query":"x","tags":{}}
                    tags[0]   | {"query":"x","tags":[null]}
                    limit     | {"query":"x","limit":0}
                    limit     | {"query":"x","limit":101}
                    limit     | {"query":"x","limit":"5"}
                    limit     | {"query":"x","limit":2.5}
                    threshold | {"query":"x","threshold":-0.01}
                    threshold | {"query":"x","threshold":1.01}
                    threshold | {"query":"x","threshold":"high"}
                    """)
    void aWrongFieldIsRefusedByName(String field, String body) {
        Answer answer =
                tenant.post("/v1/memories/search").json(body).expect(400).has("/error", "invalid_request");
        assertThat(answer.text("/message")).startsWith(field + " ");
    }
}
