package org.mneme.extract.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Conversation.Message;
import org.mneme.spi.extractor.Extraction;

class AnyInputTest {

    private static final int MEGABYTE = 1 << 20;
    private static final String[] SCRAPS = {
        "I ",
        "I'm ",
        "my ",
        "and ",
        "but ",
        ", ",
        ". ",
        "? ",
        "! ",
        "...",
        "\"",
        "“",
        "(",
        ")",
        "`",
        "```\n",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        ":",
        "live ",
        "in ",
        "Porto",
        "yesterday",
        "3 May",
        "31/02/2026",
        "99 weeks ago",
        "в ",
        "私は。",
        "👩‍👩‍👧 ",
        "\uD83D",
        "\uDE00",
        "\u0000",
        "\u202E",
        "e.g. ",
        "Dr. ",
        "http://x.y/?a=b&c ",
        "a@b.c ",
        "$5 ",
        "don’t ",
        "to ",
        "she ",
        "Ana: ",
        "User: ",
        "# ",
        "> ",
        "\t",
        "0",
        "é",
        "ß",
        "İ"
    };

    private final RulesExtractor extractor = new RulesExtractor();

    @Test
    void neverThrowsOnScrapsPutTogetherAnyhow() {
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append(SCRAPS[random.nextInt(SCRAPS.length)]);
            }
            assertSound(extract(text.toString()));
        }
    }

    @Test
    void neverThrowsOnRandomBytesReadAsText() {
        Random random = new Random(8);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            assertSound(extract(new String(bytes, StandardCharsets.UTF_8)));
            assertSound(extract(new String(bytes, StandardCharsets.UTF_16)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                ".",
                " ",
                "(",
                "\"",
                "`",
                "\n",
                "I ",
                "and ",
                "I and ",
                "I am, and I am ",
                ". . ",
                "!?",
                "- a\n",
                "```",
                ">",
                "3 May ",
                "1.",
                "my ",
                "I like a and I live in b and ",
                "私",
                "。",
                "👍",
                "\u0000",
                "A. ",
                "in 2 days ",
                "to ",
                "I want you to ",
                "Ana ",
                "@",
                "a@",
                "https://",
                "\"a ",
                "if ",
                "2026-01-01",
                "'",
                "I'",
                "User: ",
                "# a\n",
                "she ",
                "It is so. "
            })
    void readsLongMonotonyInBoundedTime(String scrap) {
        String text = scrap.repeat(MEGABYTE / 10 / scrap.length());

        Extraction extraction = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> extract(text));

        assertSound(extraction);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a ", "I like a and I live in b and ", "\"", "私", "It is so. "})
    void readsAMegabyteOnOneLine(String scrap) {
        String text = scrap.repeat(MEGABYTE / scrap.length());

        Extraction extraction = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> extract(text));

        assertSound(extraction);
    }

    @Test
    void leavesNothingOutSilently() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1_500; i++) {
            text.append("I bought ").append(i).append(" apples. ");
        }

        Extraction extraction = extract(text.toString());

        assertThat(extraction.statements()).hasSize(1_000);
        assertThat(extraction.note()).contains("message 0: 500 of 1500 statements left out");
    }

    @Test
    void bearsMomentsNoCalendarHas() {
        for (Instant moment : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH)) {
            Conversation conversation = new Conversation(
                    List.of(new Message(
                            "user", "I went to Rome yesterday and I fly next Friday in 3 weeks.", Optional.of(moment))),
                    moment);
            assertSound(extractor.extract(conversation));
        }
    }

    private Extraction extract(String text) {
        return extractor.extract(
                new Conversation(List.of(new Message("user", text, Optional.empty())), Conversations.SAID));
    }

    private static void assertSound(Extraction extraction) {
        assertThat(extraction.statements()).allSatisfy(statement -> {
            assertThat(statement.content())
                    .isNotBlank()
                    .doesNotContain("\u0000")
                    .hasSizeLessThan(5_000);
            assertThat(statement.importance()).isBetween(0.0, 1.0);
            assertThat(statement.confidence()).isBetween(0.0, 1.0);
            assertThat(new String(statement.content().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(statement.content());
        });
    }
}
