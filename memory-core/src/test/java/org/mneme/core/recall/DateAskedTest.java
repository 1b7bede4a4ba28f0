package org.mneme.core.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Month;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.api.Memory;

class DateAskedTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What happened on 7 May 2023?",
                "What happened on the 7th of May, 2023?",
                "What happened on May 7, 2023?",
                "What happened on May 7th in 2023?",
                "What happened on 2023-05-07?"
            })
    void aDayIsReadInManyForms(String query) {
        assertThat(DateAsked.in(query)).contains(date(2023, Month.MAY, 7));
    }

    @Test
    void aMonthOrAYearAloneIsReadToo() {
        assertThat(DateAsked.in("Where was she in July 2022?")).contains(date(2022, Month.JULY, null));
        assertThat(DateAsked.in("Where was she last july?")).contains(date(null, Month.JULY, null));
        assertThat(DateAsked.in("What did we decide in Sept. 2022?")).contains(date(2022, Month.SEPTEMBER, null));
        assertThat(DateAsked.in("What did we decide in 2022?")).contains(date(2022, null, null));
        assertThat(DateAsked.in("What of 2022-11?")).contains(date(2022, Month.NOVEMBER, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What may I eat?",
                "Who is the Mayor?",
                "Where did they march?",
                "What does order 5521 hold?",
                "Who lives in flat 2023a?",
                "What is 2023-13-40?",
                "Who was born on 31 June?"
            })
    void whatIsNoDateIsNone(String query) {
        assertThat(DateAsked.in(query)).isEmpty();
    }

    @Test
    void aDayIsToldOfInTheWeekAfterIt() {
        DateAsked asked = date(2023, Month.MAY, 30);
        assertThat(asked.fit(said("2023-05-30T08:00:00Z"))).isEqualTo(1);
        assertThat(asked.fit(said("2023-06-05T08:00:00Z"))).isEqualTo(1);
        assertThat(asked.fit(said("2023-06-07T08:00:00Z"))).isZero();
        assertThat(asked.fit(said("2023-05-29T08:00:00Z"))).isZero();
        assertThat(asked.fit(said("2022-05-30T08:00:00Z"))).isZero();
    }

    @Test
    void aMonthIsItsDaysAndAYearSaysHalf() {
        assertThat(date(null, Month.MAY, null).fit(said("2021-05-30T08:00:00Z")))
                .isEqualTo(1);
        assertThat(date(2023, Month.MAY, null).fit(said("2021-05-30T08:00:00Z")))
                .isZero();
        assertThat(date(2021, null, null).fit(said("2021-05-30T08:00:00Z"))).isEqualTo(0.5);
    }

    @Test
    void theDayOfTheEventCountsAsWellAndTheDayOfStoringWhereNothingElseIsKnown() {
        DateAsked asked = date(2023, Month.MAY, 7);
        Memory told = Found.alone("a", "a")
                .documentDate(Instant.parse("2024-01-01T00:00:00Z"))
                .eventDate(Instant.parse("2023-05-07T00:00:00Z"))
                .build();
        assertThat(asked.fit(told)).isEqualTo(1);
        assertThat(date(1970, Month.JANUARY, 1).fit(Found.alone("b", "b").build()))
                .isEqualTo(1);
    }

    @Test
    void theTwentyNinthOfFebruaryDoesNotFailInOtherYears() {
        DateAsked asked = DateAsked.in("on 29 February").orElseThrow();
        assertThat(asked.fit(said("2023-02-28T12:00:00Z"))).isEqualTo(1);
    }

    private static Memory said(String moment) {
        return Found.alone("a", "a").documentDate(Instant.parse(moment)).build();
    }

    private static DateAsked date(Integer year, Month month, Integer day) {
        return new DateAsked(optional(year), Optional.ofNullable(month), optional(day));
    }

    private static OptionalInt optional(Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
