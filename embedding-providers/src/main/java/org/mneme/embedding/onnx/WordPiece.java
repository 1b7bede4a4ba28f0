package org.mneme.embedding.onnx;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Turn text into the token ids of BERT's uncased vocabulary, by greedy longest match.
 *
 * <p>What a user writes is always text: {@code [CLS]} in it is three tokens, never the mark. Source of the algorithm:
 * Devlin et al., "BERT" (2018), section 3, and Wu et al. (2016).
 */
final class WordPiece {

    /** A word of more code points is unknown, as in the models' tokenizer files. */
    private static final int LONGEST_WORD = 100;

    private static final String CONTINUATION = "##";

    private final Map<String, Integer> beginnings;
    private final Map<String, Integer> continuations;
    private final BitSet continuing;
    private final int unknown;
    private final int first;
    private final int last;

    private WordPiece(Map<String, Integer> beginnings, Map<String, Integer> continuations) {
        this.beginnings = beginnings;
        this.continuations = continuations;
        this.continuing = new BitSet();
        continuations.values().forEach(continuing::set);
        this.unknown = beginnings.get("[UNK]");
        this.first = beginnings.get("[CLS]");
        this.last = beginnings.get("[SEP]");
    }

    /** Read a vocabulary: one token a line, its id being the number of lines before it. */
    static WordPiece read(InputStream vocabulary) throws IOException {
        Map<String, Integer> beginnings = new HashMap<>(65_536);
        Map<String, Integer> continuations = new HashMap<>(16_384);
        BufferedReader lines = new BufferedReader(new InputStreamReader(vocabulary, StandardCharsets.UTF_8));
        int id = 0;
        for (String token = lines.readLine(); token != null; token = lines.readLine()) {
            if (token.startsWith(CONTINUATION) && token.length() > CONTINUATION.length()) {
                continuations.put(token.substring(CONTINUATION.length()), id);
            } else {
                beginnings.put(token, id);
            }
            id++;
        }
        return new WordPiece(beginnings, continuations);
    }

    /** Return the ids of a text's tokens, without the marks at the beginning and the end. */
    int[] encode(String text) {
        Ids ids = new Ids(text.length() / 3 + 8);
        BertWords.forEach(text, word -> encodeWord(word, ids));
        return Arrays.copyOf(ids.values, ids.size);
    }

    /** Say whether a token continues the word of the token before it. */
    boolean continues(int id) {
        return continuing.get(id);
    }

    /** Return the id of {@code [CLS]}, which a model wants before the text. */
    int first() {
        return first;
    }

    /** Return the id of {@code [SEP]}, which a model wants after the text. */
    int last() {
        return last;
    }

    private void encodeWord(String word, Ids ids) {
        int before = ids.size;
        int start = 0;
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            ids.add(unknown);
            return;
        }
        while (start < word.length()) {
            Map<String, Integer> pieces = start == 0 ? beginnings : continuations;
            int end = word.length();
            Integer id = pieces.get(word.substring(start, end));
            while (id == null && --end > start) {
                id = pieces.get(word.substring(start, end));
            }
            if (id == null) {
                ids.size = before;
                ids.add(unknown);
                return;
            }
            ids.add(id);
            start = end;
        }
    }

    private static final class Ids {
        private int[] values;
        private int size;

        private Ids(int capacity) {
            values = new int[capacity];
        }

        private void add(int id) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = id;
        }
    }
}
