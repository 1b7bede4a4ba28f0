package org.mneme.embedding.hashing;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Take a text apart into words, and a word into features with a hash and a weight. */
final class Features {

    /** A word and its letter groups weigh alike, so that one unlike letter still leaves words near each other. */
    private static final float WORD_WEIGHT = 1;

    private static final int GROUP = 3;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    @FunctionalInterface
    interface Sink {
        void accept(long hash, float weight);
    }

    private Features() {}

    /** Return the words of a text in lower case; of a text without letters and digits, the text itself. */
    static List<String> words(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        WORD.matcher(folded).results().map(MatchResult::group).forEach(words::add);
        return words.isEmpty() ? List.of(folded) : words;
    }

    /** Give a word and each of its groups of three letters, its borders marked, to the sink. */
    static void forEach(String word, Sink sink) {
        sink.accept(hash(word), WORD_WEIGHT);
        String bordered = "<" + word + ">";
        int groups = Math.max(1, bordered.length() - GROUP + 1);
        float weight = (float) (WORD_WEIGHT / Math.sqrt(groups));
        for (int start = 0; start + GROUP <= bordered.length(); start++) {
            sink.accept(hash("#" + bordered.substring(start, start + GROUP)), weight);
        }
    }

    /** FNV-1a over the characters, then the finaliser of MurmurHash3, because FNV alone leaves low bits uneven. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
