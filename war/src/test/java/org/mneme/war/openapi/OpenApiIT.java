package org.mneme.war.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mneme.war.MnemeApplication;
import org.mneme.war.server.OverTheWire;

class OpenApiIT extends OverTheWire {

    private static final Set<String> WITHOUT_BODY = Set.of(
            "post /admin/v1/plugins/reload",
            "post /retainr/v1/webhooks/{id}/test",
            "post /gomemory/create/user",
            "post /admin/v1/workspaces/{workspace}/deliveries/{id}/retry",
            "post /admin/v1/reembed",
            "post /admin/v1/reembed/switch",
            "post /admin/v1/reembed/rollback",
            "post /admin/v1/migrations/{workspace}/verify");

    @Test
    void everyAddressIsDescribedWithExamples() {
        JsonNode api = http.get("/openapi?format=JSON").expect(200).json();
        List<String> operations = operations();
        assertThat(operations).contains("post /retainr/v1/memories", "get /admin/v1/plans");
        for (String operation : operations) {
            String[] words = operation.split(" ");
            JsonNode described = api.at("/paths").path(words[1]).path(words[0]);
            assertThat(described.isMissingNode())
                    .as(operation + " is described")
                    .isFalse();
            assertThat(described.path("summary").asText())
                    .as("summary of " + operation)
                    .isNotBlank();
            assertThat(described.path("tags")).as("tags of " + operation).isNotEmpty();
            if (words[0].matches("post|put|patch") && !WITHOUT_BODY.contains(operation)) {
                assertThat(described.has("requestBody"))
                        .as(operation + " has a body")
                        .isTrue();
            }
            if (described.has("requestBody")) {
                checkExamples(operation, described.get("requestBody"));
            }
            for (Map.Entry<String, JsonNode> response :
                    described.path("responses").properties()) {
                if (!response.getKey().equals("204")) {
                    checkExamples(operation + " " + response.getKey(), followed(api, response.getValue()));
                }
            }
        }
    }

    private static JsonNode followed(JsonNode api, JsonNode described) {
        return described.has("$ref") ? api.at(described.get("$ref").asText().substring(1)) : described;
    }

    private static void checkExamples(String what, JsonNode holder) {
        assertThat(holder.path("content")).as("content of " + what).isNotEmpty();
        for (JsonNode content : holder.path("content")) {
            assertThat(content.path("examples")).as("examples of " + what).isNotEmpty();
        }
    }

    @Test
    void whatOperationsShareIsDescribedOnce() {
        JsonNode api = http.get("/openapi?format=JSON").expect(200).json();
        assertThat(api.at("/paths/~1admin~1v1~1reembed/post/responses/202/$ref").asText())
                .isEqualTo("#/components/responses/Reembedding");
        List<JsonNode> shared = api.findParents("$ref").stream()
                .map(part -> followed(api, part))
                .toList();
        assertThat(shared).isNotEmpty().noneMatch(JsonNode::isMissingNode);
        assertThat(api.at("/paths/~1retainr~1v1~1memories/get/parameters").findValuesAsText("$ref"))
                .containsExactlyInAnyOrder(
                        "#/components/parameters/namespace",
                        "#/components/parameters/tags",
                        "#/components/parameters/sort");
    }

    @Test
    void errorsAreDescribedInTheEnvelopeOfTheirDialect() {
        JsonNode api = http.get("/openapi?format=JSON").expect(200).json();
        JsonNode store = api.at("/paths/~1retainr~1v1~1memories/post/responses");
        for (String status : List.of("400", "401", "403", "422", "429", "500", "503")) {
            assertThat(store.path(status).toString()).as(status).contains("\"error\":", "\"message\":");
        }
        assertThat(api.at("/paths/~1admin~1v1~1plans/get/responses/401/content").has("application/problem+json"))
                .isTrue();
    }

    @Test
    void fieldsAreNamedAsTheyAreWritten() {
        JsonNode schemas = http.get("/openapi?format=JSON").expect(200).at("/components/schemas");
        assertThat(schemas.at("/RetainrStoreRequest/properties").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "content", "namespace", "tags", "ttl_seconds", "dedup_threshold", "metadata");
        assertThat(schemas.has("JsonBody")).isFalse();
        for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
            assertThat(schema.getValue().path("properties").properties())
                    .as(schema.getKey())
                    .extracting(Map.Entry::getKey)
                    .allSatisfy(name -> assertThat(name).matches("[a-z0-9_]+"));
        }
    }

    /** Every method and address of every resource, such as {@code get /admin/v1/plans}. */
    private static List<String> operations() {
        List<String> operations = new ArrayList<>();
        for (Class<?> type : new MnemeApplication().getClasses()) {
            Path root = type.getAnnotation(Path.class);
            if (root == null) {
                continue;
            }
            for (Method method : type.getDeclaredMethods()) {
                Path path = method.getAnnotation(Path.class);
                String address = path == null ? root.value() : root.value() + "/" + path.value();
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (http != null) {
                        operations.add(http.value().toLowerCase(java.util.Locale.ROOT) + " " + address);
                    }
                }
            }
        }
        return operations;
    }
}
