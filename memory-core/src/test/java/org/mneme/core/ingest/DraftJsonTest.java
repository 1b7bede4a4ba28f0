package org.mneme.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mneme.api.Attribute;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Extraction;

class DraftJsonTest {

    private static final Instant NOW = Instant.parse("2026-03-10T09:00:00.123Z");
    private static final Scope PLACE = Scope.of("ws_1")
            .with(Attribute.PROJECT, "app")
            .with(Attribute.USER, "alex")
            .with(Attribute.SESSION, "s-1");
    private static final Draft DRAFT = new Draft(
            PLACE,
            "Alex prefers short answers",
            MemoryType.PREFERENCE,
            List.of("style"),
            Map.of("nested", Map.of("list", List.of(1, "two", true))),
            List.of("Alex"),
            0.86,
            0.93,
            Optional.of(NOW.minusSeconds(60)),
            Optional.of(NOW.plusSeconds(60)),
            Optional.of("user"),
            Optional.of(Duration.ofDays(3)));

    /** Through text, as a storage keeps it. */
    private static Map<String, Object> stored(Map<String, Object> json) {
        ObjectMapper mapper = new ObjectMapper();
        try {
            return mapper.readValue(mapper.writeValueAsString(json), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void draftsComeBackAsTheyWere() {
        Ingest ingest = new Ingest.Drafts(List.of(DRAFT, Draft.of(PLACE, "plain")), NOW);

        assertThat(DraftJson.read("ws_1", stored(DraftJson.write(ingest)))).isEqualTo(ingest);
    }

    @Test
    void messagesComeBackWithWhatLiesBesideThem() {
        Ingest ingest = new Ingest.Messages(
                List.of(
                        new Conversation.Message("user", "My name is Nadia.", Optional.of(NOW)),
                        new Conversation.Message("assistant", "Hello!", Optional.empty())),
                Draft.of(PLACE, ""),
                List.of(DRAFT),
                NOW);

        assertThat(DraftJson.read("ws_1", stored(DraftJson.write(ingest)))).isEqualTo(ingest);
    }

    @Test
    void anExtractionComesBackAsItWas() {
        Extraction extraction = new Extraction(
                List.of(new Extraction.Statement(
                        "Nadia lives in Porto.",
                        MemoryType.FACTUAL,
                        0,
                        "user",
                        List.of("Nadia", "Porto"),
                        0.7,
                        0.9,
                        Optional.of(NOW),
                        Optional.empty())),
                "rules",
                Optional.of("a note"));

        assertThat(DraftJson.readExtraction(stored(DraftJson.write(extraction, 12))))
                .isEqualTo(extraction);
    }
}
