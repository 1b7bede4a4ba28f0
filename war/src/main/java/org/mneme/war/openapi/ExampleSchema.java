package org.mneme.war.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Draw a schema from examples: the fields that any of them has, with the types they have there. */
final class ExampleSchema {

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z");

    private ExampleSchema() {}

    static Schema of(List<JsonNode> examples) {
        Schema schema = OASFactory.createSchema();
        // a field that is null everywhere may hold something else elsewhere: then nothing is said of it
        List<JsonNode> known =
                examples.stream().filter(value -> !value.isNull()).toList();
        if (known.isEmpty()) {
            return schema;
        }
        schema.addType(typeOf(known));
        if (known.size() < examples.size()) {
            schema.addType(Schema.SchemaType.NULL);
        }
        JsonNode first = known.get(0);
        if (first.isObject()) {
            fields(known).forEach((name, values) -> schema.addProperty(name, of(values)));
        } else if (first.isArray()) {
            schema.setItems(of(known.stream().flatMap(ExampleSchema::elements).toList()));
        } else if (first.isTextual() && TIME.matcher(first.asText()).matches()) {
            schema.setFormat("date-time");
        }
        return schema;
    }

    private static Map<String, List<JsonNode>> fields(List<JsonNode> objects) {
        Map<String, List<JsonNode>> fields = new LinkedHashMap<>();
        for (JsonNode object : objects) {
            object.properties()
                    .forEach(field -> fields.computeIfAbsent(field.getKey(), name -> new ArrayList<>())
                            .add(field.getValue()));
        }
        return fields;
    }

    private static java.util.stream.Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Schema.SchemaType typeOf(List<JsonNode> values) {
        JsonNode first = values.get(0);
        return switch (first.getNodeType()) {
            case OBJECT -> Schema.SchemaType.OBJECT;
            case ARRAY -> Schema.SchemaType.ARRAY;
            case BOOLEAN -> Schema.SchemaType.BOOLEAN;
            case NUMBER ->
                values.stream().allMatch(JsonNode::isIntegralNumber)
                        ? Schema.SchemaType.INTEGER
                        : Schema.SchemaType.NUMBER;
            default -> Schema.SchemaType.STRING;
        };
    }
}
