package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.Tenant;

class ContextIT extends OverTheWire {

    private Tenant tenant;

    @BeforeEach
    void haveAWorkspace() {
        tenant = Tenant.create(http);
    }

    @Test
    void theExampleOfTheDocumentIsAnsweredInItsForm() {
        tenant.store("customer:acme", "How should I greet this customer? With a smile.");
        tenant.store("customer:other", "How should I greet this customer? Not at all.");

        Answer answer = tenant.post("/v1/memories/context")
                .json(Examples.CONTEXT)
                .expect(200)
                .has("/memories_used", 1);
        answer.has(
                "/context", "User context (1 memory):\n- How should I greet this customer? With a smile. (just now)");
        assertThat(answer.at("/token_estimate").intValue()).isPositive();
        assertThat(answer.json().properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("context", "memories_used", "token_estimate");
    }

    @Test
    void nothingFittingIsAnEmptyTextAndZeros() {
        tenant.store("n", "shipping address");
        tenant.post("/v1/memories/context")
                .json(Map.of("query", "entirely unrelated question"))
                .expect(200)
                .is("{\"context\":\"\",\"memories_used\":0,\"token_estimate\":0}");
    }

    @ParameterizedTest
    @CsvSource({
        "bullet_list, '- the same words', false",
        "numbered_list, '1. the same words', false",
        "system_prompt, 'User context (1 memory):', true"
    })
    void theFormatsDiffer(String format, String beginning, boolean withAge) {
        tenant.store("n", "the same words");
        String context = tenant.post("/v1/memories/context")
                .json(Map.of("query", "the same words", "format", format))
                .expect(200)
                .text("/context");
        assertThat(context).startsWith(beginning);
        assertThat(context.contains("(just now)")).isEqualTo(withAge);
    }

    @Test
    void fiveMemoriesAreUsedUnlessAskedOtherwise() {
        for (int i = 0; i < 8; i++) {
            tenant.store("n", "the same words " + i);
        }
        tenant.post("/v1/memories/context")
                .json(Map.of("query", "the same words", "threshold", 0))
                .expect(200)
                .has("/memories_used", 5);
        tenant.post("/v1/memories/context")
                .json(Map.of("query", "the same words", "threshold", 0, "limit", 20))
                .expect(200)
                .has("/memories_used", 8);
    }

    @Test
    void tagsNarrow() {
        tenant.store("n", "the same words", "a");
        tenant.post("/v1/memories/context")
                .json(Map.of("query", "the same words", "tags", List.of("a", "b")))
                .expect(200)
                .has("/memories_used", 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    query     | {}
                    query     | {"query":[]}
                    limit     | {"query":"x","limit":21}
                    limit     | {"query":"x","limit":0}
                    threshold | {"query":"x","threshold":2}
                    format    | {"query":"x","format":"markdown"}
                    format    | {"query":"x","format":7}
                    namespace | {"query":"x","namespace":false}
                    """)
    void aWrongFieldIsRefusedByName(String field, String body) {
        Answer answer =
                tenant.post("/v1/memories/context").json(body).expect(400).has("/error", "invalid_request");
        assertThat(answer.text("/message")).startsWith(field + " ");
    }
}
