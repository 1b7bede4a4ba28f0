package org.mneme.core.recall;

import java.util.regex.Pattern;

/** Tell from a text alone what makes it a better or worse answer. */
final class TextTraits {

    private static final Pattern ENDS_AS_QUESTION = Pattern.compile("[?？؟][\"'”’)\\]]*$");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** From so many words on a text gains nothing by being longer. */
    private static final int ENOUGH = 100;

    private TextTraits() {}

    /** Tell whether a text ends by asking: it wants to know what an answer would say. */
    static boolean isQuestion(String text) {
        return ENDS_AS_QUESTION.matcher(text.strip()).find();
    }

    /** Return how much a text can say, by the logarithm of its words: 0 … 1. */
    static double substance(String text) {
        long words = SPACE.splitAsStream(text.strip()).limit(ENOUGH).count();
        return Math.log1p(words) / Math.log1p(ENOUGH);
    }
}
