package org.mneme.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilterTest {

    private static final Instant AT = Instant.parse("2026-03-10T09:00:00Z");

    private final Memory memory = Memory.builder(
                    "mem_1", Scope.of("ws_1").with(Attribute.USER, "alice"), "Likes tea", AT)
            .tags(List.of("a", "b", "a"))
            .type(MemoryType.PREFERENCE)
            .metadata(metadata())
            .build();

    private static Map<String, Object> metadata() {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("n", 3);
        metadata.put("s", "x");
        metadata.put("list", Arrays.asList("p", "q"));
        metadata.put("none", null);
        return metadata;
    }

    @Test
    void tagsMeanAll() {
        assertThat(Filter.active().tagged(List.of("a", "b")).test(memory)).isTrue();
        assertThat(Filter.active().tagged(List.of("a", "c")).test(memory)).isFalse();
        assertThat(memory.tags()).containsExactly("a", "b");
    }

    @Test
    void activeLeavesHistoryOut() {
        Memory old = memory.toBuilder().status(Memory.Status.SUPERSEDED).build();
        assertThat(Filter.active().test(old)).isFalse();
        assertThat(Filter.all().test(old)).isTrue();
    }

    @Test
    void numbersCompareByValue() {
        assertThat(metadata("n", Filter.Metadata.Relation.EQUAL, 3.0)).isTrue();
        assertThat(metadata("n", Filter.Metadata.Relation.GREATER, 2.5)).isTrue();
        assertThat(metadata("n", Filter.Metadata.Relation.LESS_OR_EQUAL, 2)).isFalse();
        assertThat(metadata("s", Filter.Metadata.Relation.GREATER, 2)).isFalse();
    }

    @Test
    void aListEqualsEachOfItsItems() {
        assertThat(metadata("list", Filter.Metadata.Relation.EQUAL, "q")).isTrue();
        assertThat(metadata("list", Filter.Metadata.Relation.EQUAL, "z")).isFalse();
    }

    @Test
    void anAbsentKeyStandsInNoRelation() {
        for (Filter.Metadata.Relation relation : Filter.Metadata.Relation.values()) {
            assertThat(metadata("absent", relation, 1)).isFalse();
        }
        assertThat(metadata("none", Filter.Metadata.Relation.PRESENT, null)).isTrue();
    }

    private boolean metadata(String key, Filter.Metadata.Relation relation, Object value) {
        return new Filter.Metadata(key, relation, value).test(memory);
    }

    @Test
    void timesIncludeTheirBeginningAndNotTheirEnd() {
        assertThat(created(Optional.of(AT), Optional.empty())).isTrue();
        assertThat(created(Optional.empty(), Optional.of(AT))).isFalse();
    }

    private boolean created(Optional<Instant> from, Optional<Instant> until) {
        return new Filter.TimeBetween(Filter.TimeBetween.Time.CREATED, from, until).test(memory);
    }

    @Test
    void connectivesWithoutPartsMeanAllAndNothing() {
        assertThat(new Filter.And(List.of()).test(memory)).isTrue();
        assertThat(new Filter.Or(List.of()).test(memory)).isFalse();
        assertThat(new Filter.Not(new Filter.IdIn(Set.of("mem_1"))).test(memory))
                .isFalse();
    }
}
