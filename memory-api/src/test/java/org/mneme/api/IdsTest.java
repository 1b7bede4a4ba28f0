package org.mneme.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {

    private static final Instant NOW = Instant.parse("2026-03-10T09:00:00Z");

    @Test
    void idsSortByCreationTime() {
        List<String> ids = IntStream.range(0, 200)
                .mapToObj(i -> Ids.next("mem_", NOW.plusMillis(i)))
                .toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void idsOfOneMillisecondDiffer() {
        Set<String> ids = new HashSet<>();
        Stream.generate(() -> Ids.next("mem_", NOW)).limit(10_000).forEach(ids::add);
        assertThat(ids).hasSize(10_000).allMatch(id -> id.matches("mem_[0-7][0-9A-HJKMNP-TV-Z]{25}"));
    }

    @Test
    void aUlidReaderFindsTheTime() {
        // the first ten digits of a ULID are its milliseconds, the most significant first
        String digits = Ids.next("mem_", NOW).substring(4, 14);
        long millis = 0;
        for (char digit : digits.toCharArray()) {
            millis = millis * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(digit);
        }
        assertThat(millis).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void aJobIdHas32HexDigits() {
        assertThat(Ids.nextJob(NOW)).matches("job_[0-9a-f]{32}");
    }

    @Test
    void theSameWorkGivesTheSameIds() {
        assertThat(Ids.derived("mem_", NOW, "job_1", 0)).isEqualTo(Ids.derived("mem_", NOW, "job_1", 0));
        assertThat(Ids.derived("mem_", NOW, "job_1", 0))
                .isNotEqualTo(Ids.derived("mem_", NOW, "job_1", 1))
                .isNotEqualTo(Ids.derived("mem_", NOW, "job_2", 0));
    }

    @Test
    void theIdsOfOneWorkSortByIndex() {
        List<String> ids = IntStream.range(0, 2_000)
                .mapToObj(i -> Ids.derived("mem_", NOW, "job_1", i))
                .toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theSameWorkGivesTheSameJob() {
        assertThat(Ids.derivedJob(NOW, "work"))
                .matches("job_[0-9a-f]{32}")
                .isEqualTo(Ids.derivedJob(NOW, "work"))
                .isNotEqualTo(Ids.derivedJob(NOW, "other"));
    }
}
