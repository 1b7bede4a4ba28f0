package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.RawHttp;
import org.mneme.war.server.Tenant;

class ExportIT extends OverTheWire {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Tenant tenant;

    @BeforeEach
    void haveAWorkspace() {
        tenant = Tenant.create(http);
    }

    @Test
    void everyMemoryIsOneLine() {
        tenant.store("customer:acme", "first\nwith a line break", "support");
        tenant.store("customer:other", "second");

        Answer answer = tenant.get("/v1/memories/export").expect(200);
        assertThat(answer.header("Content-Type")).contains("application/x-ndjson");
        assertThat(answer.body()).endsWith("}\n");
        List<JsonNode> lines = lines(answer);
        assertThat(lines)
                .extracting(line -> line.get("content").asText())
                .containsExactlyInAnyOrder("second", "first\nwith a line break");
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.properties())
                        .extracting(Map.Entry::getKey)
                        .containsExactly("id", "content", "namespace", "tags", "metadata", "created_at"));
    }

    @Test
    void theFiltersAreThoseOfTheList() {
        tenant.store("customer:acme", "one", "x", "y");
        tenant.store("customer:acme", "two", "x");
        tenant.store("customer:other", "three", "x", "y");

        assertThat(lines(tenant.get("/v1/memories/export?namespace=customer:acme")
                        .expect(200)))
                .hasSize(2);
        assertThat(lines(tenant.get("/v1/memories/export?namespace=customer:acme&tags=x,y")
                        .expect(200)))
                .singleElement()
                .satisfies(line -> assertThat(line.get("content").asText()).isEqualTo("one"));
        tenant.get("/v1/memories/export?sort=up").expect(400).has("/error", "invalid_request");
    }

    @Test
    void anEmptyWorkspaceExportsNothing() {
        assertThat(tenant.get("/v1/memories/export").expect(200).body()).isEmpty();
    }

    @Test
    void headersAloneAreAnsweredAndHoldNothingOpen() {
        tenant.store("n", "text");
        for (int i = 0; i < 50; i++) {
            String answer = RawHttp.send(
                    http.base(),
                    "HEAD /v1/memories/export HTTP/1.1",
                    "Host: mneme",
                    "Authorization: Bearer " + tenant.key(),
                    "Connection: close");
            assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("content-type: application/x-ndjson");
        }
        assertThat(lines(tenant.get("/v1/memories/export").expect(200))).hasSize(1);
    }

    private static List<JsonNode> lines(Answer answer) {
        return answer.body().lines().map(ExportIT::parse).toList();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
