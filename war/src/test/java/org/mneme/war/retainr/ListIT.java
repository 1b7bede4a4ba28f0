package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.Tenant;

class ListIT extends OverTheWire {

    private Tenant tenant;

    @BeforeEach
    void haveAWorkspace() {
        tenant = Tenant.create(http);
    }

    @Test
    void anEmptyWorkspaceHasAnEmptyList() {
        tenant.get("/v1/memories").expect(200).is("{\"memories\":[],\"total\":0,\"limit\":20,\"offset\":0}");
    }

    @Test
    void aPageHasTheFormOfTheDocument() {
        tenant.store("customer:acme", "Customer is price-sensitive, prefers email", "preference");

        Answer answer = tenant.get("/v1/memories").expect(200).has("/total", 1);
        assertThat(answer.at("/memories/0").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("id", "content", "namespace", "tags", "metadata", "created_at");
        assertThat(answer.at("/memories/0/metadata")).hasToString("{}");
    }

    @Test
    void pagesFollowEachOtherNewestFirst() {
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            stored.add(tenant.store("n", "text " + i));
        }
        List<String> newestFirst = ids(tenant.get("/v1/memories"));
        assertThat(newestFirst).containsExactlyInAnyOrderElementsOf(stored);
        List<String> oldestFirst = ids(tenant.get("/v1/memories?sort=asc"));
        Collections.reverse(oldestFirst);
        assertThat(newestFirst).isEqualTo(oldestFirst);
        assertThat(ids(tenant.get("/v1/memories?limit=2&offset=1"))).isEqualTo(newestFirst.subList(1, 3));
        tenant.get("/v1/memories?limit=2&offset=4")
                .expect(200)
                .has("/total", 5)
                .has("/limit", 2)
                .has("/offset", 4);
        assertThat(ids(tenant.get("/v1/memories?offset=5"))).isEmpty();
    }

    @Test
    void namespaceAndTagsNarrow() {
        String wanted = tenant.store("customer:a b/ä", "one", "x", "y");
        tenant.store("customer:a b/ä", "two", "x");
        tenant.store("other", "three", "x", "y");

        String namespace = "namespace=customer%3Aa+b%2F%C3%A4";
        assertThat(ids(tenant.get("/v1/memories?" + namespace))).hasSize(2);
        assertThat(ids(tenant.get("/v1/memories?tags=x,y"))).hasSize(2).contains(wanted);
        assertThat(ids(tenant.get("/v1/memories?" + namespace + "&tags=x,%20y")))
                .containsExactly(wanted);
        assertThat(ids(tenant.get("/v1/memories?tags=x,z"))).isEmpty();
    }

    @Test
    void aMemoryIsReadAndDeletedById() {
        String id = tenant.store("n", "text");

        tenant.get("/v1/memories/" + id).expect(200).has("/id", id).has("/content", "text");
        assertThat(tenant.delete("/v1/memories/" + id).expect(204).body()).isEmpty();
        tenant.get("/v1/memories/" + id).expect(404).has("/error", "not_found");
        tenant.delete("/v1/memories/" + id).expect(404).has("/error", "not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "limit, limit=0",
        "limit, limit=101",
        "limit, limit=-1",
        "limit, limit=ten",
        "limit, limit=",
        "limit, limit=5.5",
        "limit, limit=99999999999999999999",
        "limit, limit=5&limit=6",
        "offset, offset=-1",
        "offset, offset=x",
        "sort, sort=up",
        "namespace, namespace=",
        "tags, tags=1234567890123456789012345678901234567890123456789012345678901234567890"
    })
    void aWrongParameterIsRefusedByName(String parameter, String query) {
        Answer answer = tenant.get("/v1/memories?" + query).expect(400).has("/error", "invalid_request");
        assertThat(answer.text("/message")).startsWith(parameter + " ");
    }

    private static List<String> ids(org.mneme.war.server.WireClient.Request request) {
        List<String> ids = new ArrayList<>();
        for (JsonNode memory : request.expect(200).at("/memories")) {
            ids.add(memory.get("id").asText());
        }
        return ids;
    }
}
