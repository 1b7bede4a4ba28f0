package org.mneme.war.openapi;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Take the schemas out of a description that none of its operations, or of the answers they share, leads to. */
final class UnusedSchemas {

    private static final String PREFIX = "#/components/schemas/";

    private final Map<String, Schema> schemas;
    private final Set<String> used = new HashSet<>();

    private UnusedSchemas(Map<String, Schema> schemas) {
        this.schemas = schemas;
    }

    static void remove(OpenAPI api) {
        UnusedSchemas search = new UnusedSchemas(api.getComponents().getSchemas());
        api.getPaths().getPathItems().values().forEach(search::path);
        Map<String, APIResponse> shared = api.getComponents().getResponses();
        if (shared != null) {
            shared.values().stream().map(APIResponse::getContent).forEach(search::content);
        }
        search.schemas.keySet().stream()
                .filter(name -> !search.used.contains(name))
                .toList()
                .forEach(api.getComponents()::removeSchema);
    }

    private void path(PathItem path) {
        all(path.getParameters()).map(Parameter::getSchema).forEach(this::schema);
        path.getOperations().values().forEach(this::operation);
    }

    private void operation(Operation operation) {
        all(operation.getParameters()).map(Parameter::getSchema).forEach(this::schema);
        if (operation.getRequestBody() != null) {
            content(operation.getRequestBody().getContent());
        }
        operation.getResponses().getAPIResponses().values().stream()
                .map(APIResponse::getContent)
                .forEach(this::content);
    }

    private void content(Content content) {
        if (content != null) {
            content.getMediaTypes().values().stream().map(MediaType::getSchema).forEach(this::schema);
        }
    }

    private void schema(Schema schema) {
        if (schema == null) {
            return;
        }
        if (schema.getRef() != null && schema.getRef().startsWith(PREFIX)) {
            String name = schema.getRef().substring(PREFIX.length());
            if (used.add(name)) {
                schema(schemas.get(name));
            }
        }
        schema(schema.getItems());
        schema(schema.getAdditionalPropertiesSchema());
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(this::schema);
        }
        Stream.of(schema.getAllOf(), schema.getAnyOf(), schema.getOneOf())
                .flatMap(UnusedSchemas::all)
                .forEach(this::schema);
    }

    private static <T> Stream<T> all(Collection<T> values) {
        return values == null ? Stream.empty() : values.stream().filter(Objects::nonNull);
    }
}
