package org.mneme.core.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.core.recall.ContextText.Format;

class ContextTextTest {

    private static final Instant NOW = Instant.parse("2026-03-14T09:00:00Z");

    @Test
    void theDocumentsExampleComesOutToTheLetter() {
        ContextText context = ContextText.of(
                List.of(
                        memory("Customer is price-sensitive, prefers email over phone calls", Duration.ofDays(4)),
                        memory("Opened refund ticket for order #8821", Duration.ofDays(2)),
                        memory("Resolved: issued full refund", Duration.ofDays(1))),
                Format.SYSTEM_PROMPT,
                NOW);
        assertThat(context.text())
                .isEqualTo("User context (3 memories):\n"
                        + "- Customer is price-sensitive, prefers email over phone calls (4 days ago)\n"
                        + "- Opened refund ticket for order #8821 (2 days ago)\n"
                        + "- Resolved: issued full refund (1 day ago)");
        assertThat(context.memoriesUsed()).isEqualTo(3);
        assertThat(context.tokenEstimate()).isEqualTo(48);
    }

    @Test
    void listsHaveNoHeadingAndNoAges() {
        List<Memory> memories = List.of(memory("a", Duration.ZERO), memory("b", Duration.ZERO));
        assertThat(ContextText.of(memories, Format.BULLET_LIST, NOW).text()).isEqualTo("- a\n- b");
        assertThat(ContextText.of(memories, Format.NUMBERED_LIST, NOW).text()).isEqualTo("1. a\n2. b");
    }

    @Test
    void nothingFoundIsAnEmptyTextAndZeros() {
        assertThat(ContextText.of(List.of(), Format.SYSTEM_PROMPT, NOW)).isEqualTo(new ContextText("", 0, 0));
    }

    @Test
    void aMemoryStaysOnItsLine() {
        assertThat(ContextText.of(List.of(memory("a\n\n- b\r\nc", Duration.ZERO)), Format.BULLET_LIST, NOW)
                        .text())
                .isEqualTo("- a - b c");
    }

    @Test
    void agesAreToldInTheGreatestUnitThatFits() {
        assertThat(age(Duration.ofSeconds(59))).isEqualTo("just now");
        assertThat(age(Duration.ofSeconds(-5))).isEqualTo("just now");
        assertThat(age(Duration.ofMinutes(1))).isEqualTo("1 minute ago");
        assertThat(age(Duration.ofHours(23))).isEqualTo("23 hours ago");
        assertThat(age(Duration.ofDays(29))).isEqualTo("29 days ago");
        assertThat(age(Duration.ofDays(61))).isEqualTo("2 months ago");
        assertThat(age(Duration.ofDays(400))).isEqualTo("1 year ago");
    }

    @Test
    void ideographsCountOneByOne() {
        assertThat(TokenEstimate.of("记忆 server")).isEqualTo(3);
        assertThat(TokenEstimate.of("")).isZero();
    }

    private static String age(Duration age) {
        return RelativeAge.of(NOW.minus(age), NOW);
    }

    private static Memory memory(String content, Duration age) {
        return Memory.builder("mem_" + content.hashCode(), Scope.of("ws_1"), content, NOW.minus(age))
                .build();
    }
}
