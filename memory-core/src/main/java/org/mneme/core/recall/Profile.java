package org.mneme.core.recall;

import java.util.Locale;
import java.util.Optional;

/** How much is done to find the best memories. */
public enum Profile {
    /** By vector alone; the score is the cosine. */
    FAST,
    /** By vector and by words. */
    BALANCED,
    /** As balanced over more candidates, with the sessions around them, dates and the form of the text. */
    QUALITY;

    /** Return the word of the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Return the profile a word names, if any. */
    public static Optional<Profile> ofWord(String word) {
        for (Profile profile : values()) {
            if (profile.word().equals(word)) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }
}
