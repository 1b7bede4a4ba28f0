package org.mneme.war.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Snapshot;
import org.mneme.spi.storage.Storage;

/** Write the export of a workspace: a line of JSON for each memory, every field and every bit of its vectors. */
final class Exported {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Exported() {}

    static Path to(Path file, Storage storage, Scope workspace) {
        try (BufferedWriter out = Files.newBufferedWriter(file);
                Snapshot snapshot = storage.memories().export(workspace, Filter.all(), Order.OLDEST_FIRST, true)) {
            while (snapshot.hasNext()) {
                out.write(line(snapshot.next()));
                out.write('\n');
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Snapshot.Entry entry) throws JsonProcessingException {
        Memory memory = entry.memory();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", memory.id());
        line.put("workspace", memory.scope().workspace());
        line.put("attributes", new TreeMap<>(memory.scope().attributes()));
        line.put("content", memory.content());
        line.put("type", memory.type());
        line.put("tags", memory.tags());
        line.put("metadata", memory.metadata());
        line.put("entities", memory.entities());
        line.put("importance", memory.importance());
        line.put("confidence", memory.confidence());
        line.put("document_date", text(memory.documentDate()));
        line.put("event_date", text(memory.eventDate()));
        line.put("source_role", text(memory.sourceRole()));
        line.put("source_job", text(memory.sourceJob()));
        line.put("status", memory.status());
        line.put("supersedes", memory.supersedes());
        line.put("superseded_by", text(memory.supersededBy()));
        line.put("version", memory.version());
        line.put("created_at", memory.createdAt().toString());
        line.put("updated_at", memory.updatedAt().toString());
        line.put("expires_at", text(memory.expiresAt()));
        line.put("model", entry.embedding().map(each -> each.model()).orElse(null));
        line.put(
                "vectors",
                entry.embedding()
                        .map(each ->
                                each.windows().stream().map(Exported::base64).toList())
                        .orElse(List.of()));
        return JSON.writeValueAsString(line);
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    private static String base64(float[] floats) {
        ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES);
        for (float each : floats) {
            bytes.putInt(Float.floatToRawIntBits(each));
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
