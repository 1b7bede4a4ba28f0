package org.mneme.war.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.mneme.war.dialect.Dialect;
import org.mneme.war.json.Json;

/**
 * Describe the operations of a dialect by its file {@code examples.json}, if it has one beside its classes.
 *
 * <p>For each operation the file holds the parameters of the query with what they mean, requests by name, which of their
 * fields are required, and the answers by status and name. The schemas are drawn from them.
 */
final class DialectExamples {

    private static final String JSON = "application/json";

    private final Dialect dialect;
    private final JsonNode operations;

    private DialectExamples(Dialect dialect, JsonNode operations) {
        this.dialect = dialect;
        this.operations = operations;
    }

    static DialectExamples of(Dialect dialect) {
        String file = "/org/mneme/war/" + dialect.word() + "/examples.json";
        try (InputStream in = DialectExamples.class.getResourceAsStream(file)) {
            return new DialectExamples(dialect, in == null ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Add to an operation what the file says of it. */
    void describe(String method, String path, Operation operation) {
        JsonNode described =
                operations.path(method + " " + path.substring(dialect.prefix().length()));
        if (described.isMissingNode()) {
            return;
        }
        for (Map.Entry<String, JsonNode> parameter : described.path("query").properties()) {
            operation.addParameter(OASFactory.createParameter()
                    .name(parameter.getKey())
                    .in(Parameter.In.QUERY)
                    .description(parameter.getValue().asText())
                    .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING)));
        }
        if (described.has("request")) {
            JsonNode requests = described.get("request");
            Schema schema = ExampleSchema.of(values(requests));
            described.path("required").forEach(field -> schema.addRequired(field.asText()));
            operation.setRequestBody(
                    OASFactory.createRequestBody().required(true).content(content(schema, requests)));
        }
        answers(operation, described.path("answers"));
    }

    private static void answers(Operation operation, JsonNode answers) {
        APIResponses responses = operation.getResponses();
        // what was guessed of a method that says itself which status it answers
        responses.getAPIResponses().keySet().stream()
                .filter(status -> status.startsWith("2") && !answers.has(status))
                .toList()
                .forEach(responses::removeAPIResponse);
        for (Map.Entry<String, JsonNode> answer : answers.properties()) {
            responses.addAPIResponse(answer.getKey(), response(answer.getKey(), answer.getValue()));
        }
    }

    private static APIResponse response(String status, JsonNode examples) {
        APIResponse response = OASFactory.createAPIResponse().description(StatusText.of(Integer.parseInt(status)));
        return examples.isEmpty() ? response : response.content(content(ExampleSchema.of(values(examples)), examples));
    }

    private static Content content(Schema schema, JsonNode examples) {
        MediaType type = OASFactory.createMediaType().schema(schema);
        for (Map.Entry<String, JsonNode> example : examples.properties()) {
            Object value = Json.MAPPER.convertValue(example.getValue(), Object.class);
            type.addExample(example.getKey(), OASFactory.createExample().value(value));
        }
        return OASFactory.createContent().addMediaType(JSON, type);
    }

    private static List<JsonNode> values(JsonNode object) {
        List<JsonNode> values = new ArrayList<>();
        object.forEach(values::add);
        return values;
    }
}
