package org.mneme.embedding.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.mneme.embedding.Window;

/**
 * Cut long texts into windows by an estimate of their tokens, since only the service knows its tokenizer.
 *
 * <p>The estimate is meant to be a little high: four letters of English a token, more for punctuation and for what is
 * not ASCII. Where it was too low the service refuses the window, and {@link #halves} cuts again.
 */
final class TextWindows {

    private TextWindows() {}

    /** Return the windows of a text in order, none of them blank, well formed as Unicode. */
    static List<String> of(String text, int windowTokens) {
        String formed = wellFormed(text);
        int tokens = tokens(formed);
        if (tokens <= windowTokens) {
            return List.of(formed);
        }
        int size = Math.max(16, (int) ((long) formed.length() * windowTokens / tokens));
        return cut(formed, size);
    }

    /** Return two windows, or three, that cover a text between them. */
    static List<String> halves(String text) {
        return cut(text, Math.max(4, text.length() * 3 / 5));
    }

    /** Return about how many tokens a text has. */
    static int tokens(String text) {
        double tokens = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7F) {
                tokens += 1.2;
            } else {
                tokens += Character.isLetterOrDigit(c) || c == ' ' ? 0.25 : 0.7;
            }
        }
        return (int) Math.ceil(tokens);
    }

    private static List<String> cut(String text, int size) {
        return Window.cover(text.length(), size, size / 6, i -> text.charAt(i - 1) == ' ').stream()
                .map(window -> text.substring(whole(text, window.start()), whole(text, window.end())))
                .filter(window -> !window.isBlank())
                .toList();
    }

    /** Move a cut back that would divide a pair of surrogates. */
    private static int whole(String text, int position) {
        boolean divides = position > 0
                && position < text.length()
                && Character.isSurrogatePair(text.charAt(position - 1), text.charAt(position));
        return divides ? position - 1 : position;
    }

    /** Half a pair of surrogates cannot be sent as UTF-8. */
    private static String wellFormed(String text) {
        boolean formed = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (formed) {
            return text;
        }
        int[] points = text.codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? 0xFFFD : point)
                .toArray();
        return new String(points, 0, points.length);
    }

    /**
     * Split texts into batches, in order.
     *
     * @param most how many texts a batch holds
     * @param mostTokens how many tokens, by estimate, a batch of several texts holds
     */
    static List<List<String>> batches(List<String> texts, int most, int mostTokens) {
        int[] tokens = texts.stream().mapToInt(TextWindows::tokens).toArray();
        IntStream.Builder ends = IntStream.builder();
        int count = 0;
        int sum = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (count > 0 && (count == most || sum + tokens[i] > mostTokens)) {
                ends.add(i);
                count = 0;
                sum = 0;
            }
            count++;
            sum += tokens[i];
        }
        int[] cuts = IntStream.concat(IntStream.of(0), IntStream.concat(ends.build(), IntStream.of(tokens.length)))
                .toArray();
        return IntStream.range(1, cuts.length)
                .mapToObj(i -> texts.subList(cuts[i - 1], cuts[i]))
                .filter(batch -> !batch.isEmpty())
                .toList();
    }
}
