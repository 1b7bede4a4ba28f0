package org.mneme.core.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Memory;
import org.mneme.api.MemoryType;
import org.mneme.spi.extractor.Extraction;

/**
 * Say what came of an ingest.
 *
 * @param created the memories that are new
 * @param updated the memories that took content over, or were there already
 * @param supersededBy ids of memories that became history, each with the id of what took its place
 * @param stageMillis where the time went, by stage: {@code extract_ms}, {@code embed_ms}, {@code store_ms}
 * @param extractor the id of the extractor that worked; empty if none did
 * @param note what an operator should know, such as why an extractor fell back
 */
public record IngestResult(
        List<Entry> created,
        List<Entry> updated,
        Map<String, String> supersededBy,
        Map<String, Long> stageMillis,
        Optional<String> extractor,
        Optional<String> note) {

    /** A memory that an ingest made or met. What it says is the memory's alone, so that deleting it leaves nothing here. */
    public record Entry(String id, MemoryType type) {
        static Entry of(Memory memory) {
            return new Entry(memory.id(), memory.type());
        }
    }

    public IngestResult {
        created = List.copyOf(created);
        updated = List.copyOf(updated);
    }

    /** Return this result with what is known of the extraction that came before. */
    IngestResult extractedBy(Extraction extraction, long extractMillis) {
        Map<String, Long> timings = new LinkedHashMap<>();
        timings.put("extract_ms", extractMillis);
        timings.putAll(stageMillis);
        return new IngestResult(
                created, updated, supersededBy, timings, Optional.of(extraction.extractor()), extraction.note());
    }

    /** Return this as the result of a job. */
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("created", created.stream().map(IngestResult::write).toList());
        json.put("updated", updated.stream().map(IngestResult::write).toList());
        json.put("superseded_by", new LinkedHashMap<String, Object>(supersededBy));
        json.put("stage_timings", new LinkedHashMap<String, Object>(stageMillis));
        extractor.ifPresent(id -> json.put("extractor", id));
        note.ifPresent(text -> json.put("note", text));
        return json;
    }

    /** Read the result of a job; an empty object is a result without anything. */
    public static IngestResult ofJson(Map<String, Object> json) {
        Map<String, String> supersededBy = new LinkedHashMap<>();
        object(json.get("superseded_by")).forEach((old, by) -> supersededBy.put(old, (String) by));
        Map<String, Long> timings = new LinkedHashMap<>();
        object(json.get("stage_timings")).forEach((stage, millis) -> timings.put(stage, ((Number) millis).longValue()));
        return new IngestResult(
                entries(json.get("created")),
                entries(json.get("updated")),
                supersededBy,
                timings,
                Optional.ofNullable((String) json.get("extractor")),
                Optional.ofNullable((String) json.get("note")));
    }

    private static Map<String, Object> write(Entry entry) {
        return Map.of("id", entry.id(), "type", entry.type().word());
    }

    private static List<Entry> entries(Object value) {
        List<Entry> entries = new ArrayList<>();
        if (value instanceof List<?> items) {
            items.forEach(item -> {
                Map<String, Object> entry = object(item);
                MemoryType type = MemoryType.ofWord((String) entry.get("type")).orElse(MemoryType.FACTUAL);
                entries.add(new Entry((String) entry.get("id"), type));
            });
        }
        return entries;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }
}
