package org.mneme.core.statement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The labelled pairs of statements, and how well they are told apart. */
final class LabelledPairs {

    /**
     * Two statements and what the newer means for the older.
     *
     * @param cosine what bge-small-en-v1.5 (quantised) makes of the two, computed once with the {@code onnx} provider
     * @param part {@code development}: looked at while the rules were written; {@code held-out}: only counted; {@code second} to
     *     {@code sixth}: written later, counted once before the rules learnt from them; {@code fifth} to break them
     */
    record Pair(String part, Verdict meaning, String older, String newer, double cosine) {
        Verdict decided() {
            return StatementComparison.compare(Statement.of(older), Statement.of(newer));
        }
    }

    /** Precision and recall of one verdict. */
    record Score(int right, int decided, int meant) {
        double precision() {
            return decided == 0 ? 1 : (double) right / decided;
        }

        double recall() {
            return meant == 0 ? 1 : (double) right / meant;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "precision %.3f (%d of %d), recall %.3f (%d of %d)",
                    precision(),
                    right,
                    decided,
                    recall(),
                    right,
                    meant);
        }
    }

    private LabelledPairs() {}

    static List<Pair> all() {
        try (var in = LabelledPairs.class.getResourceAsStream("pairs.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t"))
                    .map(cells -> new Pair(
                            cells[0],
                            Verdict.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                            cells[2],
                            cells[3],
                            Double.parseDouble(cells[4])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Pair> part(String part) {
        return all().stream().filter(pair -> pair.part().equals(part)).toList();
    }

    static Score score(List<Pair> pairs, Verdict verdict) {
        return score(pairs, verdict, pair -> pair.decided() == verdict);
    }

    static Score score(List<Pair> pairs, Verdict verdict, Predicate<Pair> decided) {
        return new Score(
                (int) pairs.stream()
                        .filter(decided)
                        .filter(pair -> pair.meaning() == verdict)
                        .count(),
                (int) pairs.stream().filter(decided).count(),
                (int) pairs.stream().filter(pair -> pair.meaning() == verdict).count());
    }
}
