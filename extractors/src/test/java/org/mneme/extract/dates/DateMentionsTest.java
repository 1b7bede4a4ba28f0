package org.mneme.extract.dates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateMentionsTest {

    /** A Tuesday. */
    private static final Instant SAID = Instant.parse("2026-03-03T23:30:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    I went there yesterday | I went there yesterday (2026-03-02)
                    I went there last night | I went there last night (2026-03-02)
                    It ended the day before yesterday | It ended the day before yesterday (2026-03-01)
                    See Ana tomorrow | See Ana tomorrow (2026-03-04)
                    I met her last Friday | I met her last Friday (2026-02-27)
                    I met her last Tuesday | I met her last Tuesday (2026-02-24)
                    We meet on Friday | We meet on Friday (2026-03-06)
                    I met her on Friday | I met her on Friday (2026-02-27)
                    We meet next Friday | We meet next Friday (2026-03-13)
                    We meet this Friday | We meet this Friday (2026-03-06)
                    We move next month | We move next month (2026-04)
                    I moved last year | I moved last year (2025)
                    I moved last week | I moved last week (week of 2026-02-23)
                    Party this weekend | Party this weekend (2026-03-07)
                    The trip is in two weeks | The trip is in two weeks (2026-03-17)
                    I quit 3 days ago | I quit 3 days ago (2026-02-28)
                    I joined five years ago | I joined five years ago (2021)
                    I quit a couple of weeks ago | I quit a couple of weeks ago (2026-02-17)
                    The deadline is on 3 May | The deadline is on 3 May (2026-05-03)
                    I was born on 3rd of May 1990 | I was born on 3rd of May 1990
                    It ends on March 2 | It ends on March 2 (2027-03-02)
                    It ended on Dec. 24 | It ended on Dec. 24 (2025-12-24)
                    I fly on 2026-07-01 | I fly on 2026-07-01
                    It was signed on 24/12/2025 | It was signed on 24/12/2025 (2025-12-24)
                    It is due on 03/05/2026 | It is due on 03/05/2026
                    I finished in May | I finished in May (2025-05)
                    I finish in May | I finish in May (2026-05)
                    We deploy every Friday | We deploy every Friday
                    Closed on Mondays | Closed on Mondays
                    My birthday is on 3 May | My birthday is on 3 May
                    They may march 10 miles | They may march 10 miles
                    The ratio is 3/4 | The ratio is 3/4
                    On 31 February | On 31 February
                    Sunny days ahead | Sunny days ahead
                    """)
    void writesTheDayBehindWhatOnlyTheMomentMakesClear(String sentence, String spelledOut) {
        assertThat(DateMentions.spellOut(sentence, DateMentions.find(sentence, SAID)))
                .isEqualTo(spelledOut);
    }

    @Test
    void aYearMeansItsFirstToItsLastDay() {
        List<DateMention> mentions = DateMentions.find("I graduated in 2015", SAID);

        assertThat(mentions).hasSize(1);
        assertThat(mentions.get(0).covers(LocalDate.of(2015, 12, 31))).isTrue();
        assertThat(mentions.get(0).covers(LocalDate.of(2016, 1, 1))).isFalse();
    }

    @Test
    void findsSeveralInTheOrderOfTheText() {
        assertThat(DateMentions.find("Not yesterday but on 3 May 2020 and in two days", SAID))
                .extracting(DateMention::shown)
                .containsExactly("2026-03-02", "2020-05-03", "2026-03-05");
    }
}
