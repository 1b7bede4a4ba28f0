package org.mneme.core.recall;

import java.time.Duration;
import java.time.Instant;

/** Say how long ago something was, as people do. */
public final class RelativeAge {

    private RelativeAge() {}

    /** Return {@code just now}, or the whole number of the greatest unit that fits, such as {@code 4 days ago}. */
    public static String of(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        if (age.compareTo(Duration.ofMinutes(1)) < 0) {
            return "just now";
        }
        if (age.toHours() < 1) {
            return ago(age.toMinutes(), "minute");
        }
        if (age.toDays() < 1) {
            return ago(age.toHours(), "hour");
        }
        if (age.toDays() < 30) {
            return ago(age.toDays(), "day");
        }
        return age.toDays() < 365 ? ago(age.toDays() / 30, "month") : ago(age.toDays() / 365, "year");
    }

    private static String ago(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s") + " ago";
    }
}
