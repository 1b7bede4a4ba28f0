package org.mneme.embedding.onnx;

import java.text.Normalizer;
import java.util.function.Consumer;

/**
 * Split text into the words BERT's uncased models were trained on: lower case, no accents, punctuation and ideographs
 * alone.
 *
 * <p>The rules are those of BERT's {@code BasicTokenizer} as the models' own tokenizer files apply them: control, format
 * and private-use characters vanish, unassigned ones stay.
 */
final class BertWords {

    private BertWords() {}

    static void forEach(String text, Consumer<String> words) {
        String decomposed = Normalizer.normalize(clean(text), Normalizer.Form.NFD);
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < decomposed.length(); ) {
            int point = decomposed.codePointAt(i);
            i += Character.charCount(point);
            if (Character.getType(point) == Character.NON_SPACING_MARK) {
                continue;
            }
            boolean punctuation = isPunctuation(point);
            if (punctuation || point == ' ') {
                flush(word, words);
            }
            if (punctuation) {
                words.accept(Character.toString(point));
                continue;
            }
            if (point != ' ') {
                word.appendCodePoint(Character.toLowerCase(point));
            }
        }
        flush(word, words);
    }

    private static void flush(StringBuilder word, Consumer<String> words) {
        if (!word.isEmpty()) {
            words.accept(word.toString());
            word.setLength(0);
        }
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (isWhitespace(point)) {
                clean.append(' ');
                return;
            }
            if (isInvisible(point)) {
                return;
            }
            if (isIdeograph(point)) {
                clean.append(' ').appendCodePoint(point).append(' ');
                return;
            }
            clean.appendCodePoint(point);
        });
        return clean.toString();
    }

    private static boolean isWhitespace(int point) {
        return point == '\t' || point == '\n' || point == '\r' || Character.isSpaceChar(point);
    }

    private static boolean isInvisible(int point) {
        return point == 0xFFFD
                || switch (Character.getType(point)) {
                    case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
                    default -> false;
                };
    }

    /** Chinese characters only: Hiragana, Katakana and Hangul are written as words. Plane 2 is covered as BERT does. */
    private static boolean isIdeograph(int point) {
        return (point >= 0x4E00 && point <= 0x9FFF)
                || (point >= 0x3400 && point <= 0x4DBF)
                || (point >= 0x20000 && point <= 0x2A6DF)
                || (point >= 0x2A700 && point <= 0x2B73F)
                || (point >= 0x2B740 && point <= 0x2B81F)
                || (point >= 0x2B920 && point <= 0x2CEAF)
                || (point >= 0xF900 && point <= 0xFAFF)
                || (point >= 0x2F800 && point <= 0x2FA1F);
    }

    /** BERT counts all of ASCII that is neither letter, digit nor space as punctuation, {@code $} and {@code ~} too. */
    private static boolean isPunctuation(int point) {
        if (point < 0x80) {
            return point > ' ' && point < 0x7F && !Character.isLetterOrDigit(point);
        }
        return switch (Character.getType(point)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }
}
