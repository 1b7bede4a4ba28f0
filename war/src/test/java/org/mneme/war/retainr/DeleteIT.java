package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.Tenant;

class DeleteIT extends OverTheWire {

    private Tenant tenant;

    @BeforeEach
    void haveAWorkspaceWithMemories() {
        tenant = Tenant.create(http);
        tenant.store("customer:acme", "one", "x", "y");
        tenant.store("customer:acme", "two", "x");
        tenant.store("customer:other", "three", "x", "y");
    }

    @Test
    void theExampleOfTheDocumentErasesTheNamespace() {
        tenant.delete("/v1/memories").json(Examples.DELETE).expect(200).is("{\"deleted\":2}");

        tenant.get("/v1/memories").expect(200).has("/total", 1).has("/memories/0/content", "three");
        assertThat(tenant.search(Map.of("query", "one", "limit", 100))).hasSizeLessThanOrEqualTo(1);
        tenant.delete("/v1/memories").json(Examples.DELETE).expect(200).is("{\"deleted\":0}");
    }

    @Test
    void tagsMeanAllOfThem() {
        tenant.delete("/v1/memories")
                .json(Map.of("tags", List.of("x", "y")))
                .expect(200)
                .is("{\"deleted\":2}");
        tenant.get("/v1/memories").expect(200).has("/total", 1).has("/memories/0/content", "two");
    }

    @Test
    void namespaceAndTagsTogetherNarrowBoth() {
        tenant.delete("/v1/memories")
                .json(Map.of("namespace", "customer:acme", "tags", List.of("y")))
                .expect(200)
                .is("{\"deleted\":1}");
        tenant.get("/v1/memories").expect(200).has("/total", 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"tags\":[]}",
                "{\"namespace\":null}",
                "{\"namespace\":\"\"}",
                "{\"namespace\":\" \",\"tags\":[\"x\"]}",
                "{\"namespace\":7}",
                "{\"tags\":\"x\"}",
                "{\"name\":\"customer:acme\"}",
                "[]",
                ""
            })
    void nothingIsDeletedWithoutAFilter(String body) {
        tenant.delete("/v1/memories").json(body).expect(400).has("/error", "invalid_request");
        tenant.get("/v1/memories").expect(200).has("/total", 3);
    }

    @Test
    void nothingIsDeletedWithoutABody() {
        tenant.delete("/v1/memories").expect(400).has("/error", "invalid_request");
        tenant.delete("/v1/memories?namespace=customer%3Aacme").expect(400).has("/error", "invalid_request");
        tenant.get("/v1/memories").expect(200).has("/total", 3);
    }
}
