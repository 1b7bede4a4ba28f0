package org.mneme.core.recall;

/**
 * Estimate how many tokens a language model makes of a text, without its tokenizer.
 *
 * <p>Counted are words, each punctuation mark, and each ideograph; a long word counts once for every 14 letters begun.
 * For the retainr document's own example this gives the 48 it names.
 */
public final class TokenEstimate {

    private static final int LETTERS_PER_TOKEN = 14;

    private TokenEstimate() {}

    /** Return the estimate; 0 for an empty text. */
    public static int of(String text) {
        int tokens = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            boolean inWord =
                    Character.isLetterOrDigit(character) && !Character.isIdeographic(character) || character == '_';
            if (inWord) {
                tokens += letters % LETTERS_PER_TOKEN == 0 ? 1 : 0;
                letters++;
                continue;
            }
            letters = 0;
            tokens += Character.isWhitespace(character) ? 0 : 1;
        }
        return tokens;
    }
}
