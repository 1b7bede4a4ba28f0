package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.ContentHash;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Memory;
import org.mneme.spi.storage.EmbeddingSpaces.Space;

/**
 * Hold all that the document of one memory holds, so that it changes in one step.
 *
 * @param memory its present state
 * @param former its former states, oldest first
 * @param vectors its vectors by the key of their space
 * @param outbox deliveries it has caused that are not yet records of their own
 */
record Stored(Memory memory, List<Memory> former, Map<String, Embedding> vectors, List<Delivery> outbox) {

    /** What has to be read of a document to have all of it. */
    static final List<String> ALL_FIELDS = List.of("data");

    /** What has to be read to show the memory. */
    static final List<String> MEMORY_FIELDS = List.of("data.json");

    static Stored of(Memory memory, Optional<Embedding> embedding, List<Delivery> outbox) {
        Map<String, Embedding> vectors = new LinkedHashMap<>();
        embedding.ifPresent(each -> vectors.put(key(each), each));
        return new Stored(memory, List.of(), vectors, outbox);
    }

    static String key(Embedding embedding) {
        return ElasticsearchSchema.key(new Space(embedding.model(), embedding.dimension()));
    }

    static Memory memory(Cluster.Doc doc) {
        return Codec.read(doc.source().path("data").path("json").asText(), Memory.class);
    }

    static Stored read(Cluster.Doc doc) {
        JsonNode data = doc.source().path("data");
        List<Memory> former = new ArrayList<>();
        data.path("former").forEach(each -> former.add(Codec.read(each.asText(), Memory.class)));
        List<Delivery> outbox = new ArrayList<>();
        data.path("outbox").forEach(each -> outbox.add(Codec.read(each.asText(), Delivery.class)));
        Map<String, Embedding> vectors = new LinkedHashMap<>();
        data.path("bin").properties().forEach(each -> vectors.put(each.getKey(), embedding(each.getValue())));
        return new Stored(memory(doc), former, vectors, outbox);
    }

    /** Read the vectors of one space, if the document has them. */
    static Optional<Embedding> embedding(Cluster.Doc doc, String space) {
        JsonNode stored = doc.source().path("data").path("bin").path(space);
        return stored.isMissingNode() ? Optional.empty() : Optional.of(embedding(stored));
    }

    private static Embedding embedding(JsonNode stored) {
        List<float[]> windows = new ArrayList<>();
        stored.path("windows").forEach(each -> windows.add(floats(each.asText())));
        return new Embedding(stored.path("model").asText(), windows);
    }

    private static float[] floats(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        float[] floats = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(floats);
        return floats;
    }

    private static String text(float[] floats) {
        ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES);
        bytes.asFloatBuffer().put(floats);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Return this with another state; vectors stay unless new ones are given, which replace those of every model. */
    Stored with(Memory changed, Optional<Embedding> embedding, boolean keepVersion) {
        List<Memory> states = new ArrayList<>(former);
        if (keepVersion) {
            states.add(memory);
        }
        Stored fresh = of(changed, embedding, outbox);
        return new Stored(changed, states, embedding.isPresent() ? fresh.vectors : vectors, outbox);
    }

    Stored with(Memory changed) {
        return new Stored(changed, former, vectors, outbox);
    }

    Stored withVectors(Map<String, Embedding> changed) {
        return new Stored(memory, former, changed, outbox);
    }

    Stored withoutOutbox() {
        return new Stored(memory, former, vectors, List.of());
    }

    ObjectNode source() {
        ObjectNode source = Codec.MAPPER.createObjectNode();
        source.put("ws", memory.scope().workspace()).put("id", memory.id());
        Records.place(source, memory.scope());
        source.put("type", memory.type().name()).put("status", memory.status().name());
        memory.tags().forEach(tag -> source.withArray("tags").add(Terms.of(tag)));
        memory.sourceJob().ifPresent(job -> source.put("job", job));
        source.put("hash", ContentHash.of(memory.content()));
        Terms.equal(memory.metadata()).forEach(source.putArray("meta_eq")::add);
        Terms.compared(memory.metadata()).forEach(source.putArray("meta_cmp")::add);
        source.put("created", memory.createdAt().toEpochMilli());
        source.put("updated", memory.updatedAt().toEpochMilli());
        source.put("expires", memory.expiresAt().map(Instant::toEpochMilli).orElse(ElasticsearchSchema.NEVER));
        source.put("content", memory.content());
        source.put("outbox", !outbox.isEmpty());
        vectors.keySet().forEach(source.putArray("spaces")::add);
        ObjectNode data = source.putObject("data").put("json", Codec.text(memory));
        former.forEach(each -> data.withArray("former").add(Codec.text(each)));
        outbox.forEach(each -> data.withArray("outbox").add(Codec.text(each)));
        ObjectNode bin = data.putObject("bin");
        vectors.forEach((space, embedding) -> put(source, bin, space, embedding));
        return source;
    }

    private static void put(ObjectNode source, ObjectNode bin, String space, Embedding embedding) {
        ArrayNode indexed = source.putArray("v_" + space);
        ArrayNode kept = bin.putObject(space).put("model", embedding.model()).putArray("windows");
        for (float[] window : embedding.windows()) {
            ArrayNode vector = indexed.addObject().putArray("e");
            for (float component : window) {
                vector.add(component);
            }
            kept.add(text(window));
        }
    }

    /** Return the cosine of the best windows of two embeddings. */
    static double similarity(Embedding one, Embedding other) {
        double best = -1;
        for (float[] left : one.windows()) {
            for (float[] right : other.windows()) {
                best = Math.max(best, cosine(left, right));
            }
        }
        return best;
    }

    /** Both are unit vectors. */
    private static double cosine(float[] left, float[] right) {
        double dot = 0;
        for (int i = 0; i < left.length; i++) {
            dot += (double) left[i] * right[i];
        }
        return dot;
    }
}
