package org.mneme.war.openapi;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.mneme.api.MemoryException;
import org.mneme.war.dialect.Dialect;
import org.mneme.war.edge.Envelopes;
import org.mneme.war.http.ErrorAnswer;
import org.mneme.war.json.Json;

/**
 * Add to every operation of a dialect its examples, the errors it may answer, in that dialect's envelope, and the key it needs.
 *
 * <p>The examples are made by the envelopes themselves, so that the description cannot say anything else than the server.
 */
public class ApiDescription implements OASFilter {

    private static final List<MemoryException> ERRORS = List.of(
            MemoryException.invalid("limit", "limit must be a whole number from 1 to 100"),
            MemoryException.unauthorized("The API key is unknown, revoked or expired."),
            MemoryException.forbidden("This key is restricted to read; this request needs write."),
            MemoryException.throttled("The plan free allows 30 requests a minute for a key.", Duration.ofSeconds(20)),
            MemoryException.embeddingUnavailable("The embedding model failed.", Duration.ofSeconds(5), null),
            MemoryException.defect("never shown", null));

    private static final MemoryException NOT_FOUND =
            MemoryException.notFound("memory", "There is no memory with the id mem_1 in this workspace.");

    private static final MemoryException NO_ORG =
            MemoryException.invalid("missing_org_id", "X-Org-Id", "the header X-Org-Id is required");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        describe(api);
        if (api.getPaths() == null || api.getPaths().getPathItems() == null) {
            return;
        }
        Map<Dialect, DialectExamples> examples = new EnumMap<>(Dialect.class);
        api.getPaths()
                .getPathItems()
                .forEach((path, item) -> dialectOf(path)
                        .ifPresent(dialect -> item.getOperations().forEach((method, operation) -> {
                            if (operation.getResponses() == null) {
                                operation.setResponses(OASFactory.createAPIResponses());
                            }
                            examples.computeIfAbsent(dialect, DialectExamples::of)
                                    .describe(method.name().toLowerCase(Locale.ROOT), path, operation);
                            complete(dialect, path, operation);
                        })));
        sortPaths(api);
        nameFieldsAsWritten(api);
        UnusedSchemas.remove(api);
    }

    private static void describe(OpenAPI api) {
        api.setInfo(
                OASFactory.createInfo()
                        .title("Mneme")
                        .version(version())
                        .description(
                                "A memory server for AI agents. Every address of a dialect is shown under the dialect's prefix,"
                                        + " and works without it where the request tells the dialect: docs/dialects.md says how."));
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        for (Dialect dialect : Dialect.values()) {
            SecurityScheme scheme = OASFactory.createSecurityScheme()
                    .type(SecurityScheme.Type.HTTP)
                    .scheme("bearer")
                    .description("A key of " + dialect.word() + ": Authorization: Bearer <key>"
                            + (dialect == Dialect.GOMEMORY
                                    ? "; none where mneme.gomemory.access lets callers in"
                                    : ""));
            api.getComponents().addSecurityScheme(dialect.word(), scheme);
        }
    }

    private static String version() {
        String version = ApiDescription.class.getPackage().getImplementationVersion();
        return version == null ? "1" : version;
    }

    private static Optional<Dialect> dialectOf(String path) {
        for (Dialect dialect : Dialect.values()) {
            if (path.startsWith(dialect.prefix() + "/")) {
                return Optional.of(dialect);
            }
        }
        return Optional.empty();
    }

    private static void complete(Dialect dialect, String path, Operation operation) {
        callers(dialect, operation);
        Map<Integer, APIResponse> errors = new TreeMap<>();
        for (MemoryException error : ERRORS) {
            // administrators are not limited
            if (dialect != Dialect.ADMIN || error.kind() != MemoryException.Kind.THROTTLED) {
                add(errors, Envelopes.of(dialect).of(error, "req_1"));
            }
        }
        if (dialect == Dialect.XTRACE) {
            add(errors, Envelopes.of(dialect).of(NO_ORG, "req_1"));
        }
        if (path.contains("{") && dialect != Dialect.GOMEMORY) {
            add(errors, Envelopes.of(dialect).of(NOT_FOUND, "req_1"));
        }
        errors.forEach((status, response) -> {
            if (!operation.getResponses().hasAPIResponse(String.valueOf(status))) {
                operation.getResponses().addAPIResponse(String.valueOf(status), response);
            }
        });
    }

    private static void callers(Dialect dialect, Operation operation) {
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(dialect.word()));
        if (dialect == Dialect.XTRACE) {
            operation.addParameter(OASFactory.createParameter()
                    .name("X-Org-Id")
                    .in(Parameter.In.HEADER)
                    .required(true)
                    .description("The id of the key's workspace.")
                    .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING)));
        }
    }

    private static void add(Map<Integer, APIResponse> responses, ErrorAnswer answer) {
        responses.putIfAbsent(
                answer.status(),
                OASFactory.createAPIResponse()
                        .description(StatusText.of(answer.status()))
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        answer.mediaType(),
                                        OASFactory.createMediaType()
                                                .addExample(
                                                        "error",
                                                        OASFactory.createExample()
                                                                .value(Json.MAPPER.convertValue(
                                                                        answer.body(), Object.class))))));
    }

    /** Name the fields of our records as the JSON has them. */
    private static void nameFieldsAsWritten(OpenAPI api) {
        if (api.getComponents().getSchemas() == null) {
            return;
        }
        for (Schema schema : api.getComponents().getSchemas().values()) {
            if (schema.getProperties() != null) {
                Map<String, Schema> named = new LinkedHashMap<>();
                schema.getProperties().forEach((name, property) -> named.put(snakeCase(name), property));
                schema.setProperties(named);
            }
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static void sortPaths(OpenAPI api) {
        Map<String, PathItem> sorted =
                new LinkedHashMap<>(new TreeMap<>(api.getPaths().getPathItems()));
        api.getPaths().setPathItems(sorted);
    }
}
