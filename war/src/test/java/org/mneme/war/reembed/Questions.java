package org.mneme.war.reembed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Give memories to store, and questions that one of them answers each.
 *
 * <p>Some pairs are written by hand, each about something of its own ({@code labelled.tsv}), and lie spread among memories
 * that are made by {@link Facts}, which differ little.
 */
final class Questions {

    private static final int MADE = 52;
    private static final List<String[]> PAIRS = pairs();

    /** What to ask, and the number of the memory that answers it. */
    record Question(int memory, String text) {}

    /** How well questions were answered: the share with their memory among the ten best, and the mean of 1 / its rank. */
    record Quality(double recall, double reciprocalRank) {
        @Override
        public String toString() {
            return "recall@10 %.3f, MRR %.3f".formatted(recall, reciprocalRank);
        }
    }

    private final int memories;
    private final List<Question> labelled;
    private final List<Question> made;

    /** Ask about so many memories, several times as many as there are pairs. */
    Questions(int memories) {
        this.memories = memories;
        this.labelled = IntStream.range(0, PAIRS.size())
                .mapToObj(pair -> new Question(place(pair), PAIRS.get(pair)[1]))
                .toList();
        List<Integer> taken = labelled.stream().map(Question::memory).toList();
        this.made = IntStream.range(0, MADE)
                .map(number -> (int) ((long) number * memories / MADE))
                .filter(number -> !taken.contains(number))
                .mapToObj(number -> new Question(number, Facts.asked(number)))
                .toList();
    }

    private static List<String[]> pairs() {
        try (InputStream file = Questions.class.getResourceAsStream("labelled.tsv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Return the number of the memory a pair is, which takes the place of one made of any kind. */
    private int place(int pair) {
        int apart = memories / PAIRS.size();
        return pair * apart + pair % apart;
    }

    /** Return the content of all memories, in the order of their numbers. */
    List<String> contents() {
        List<String> contents = new ArrayList<>(
                IntStream.range(0, memories).mapToObj(Facts::said).toList());
        for (int pair = 0; pair < PAIRS.size(); pair++) {
            contents.set(place(pair), PAIRS.get(pair)[0]);
        }
        return contents;
    }

    /** Return all questions: first those written by hand, then those made. */
    List<Question> all() {
        return Stream.concat(labelled.stream(), made.stream()).toList();
    }

    /** Say how well the questions written by hand were answered. */
    Quality ofLabelled(List<String> answers, Map<Integer, String> ids) {
        return quality(labelled, answers.subList(0, labelled.size()), ids);
    }

    /** Say how well the questions that were made were answered. */
    Quality ofMade(List<String> answers, Map<Integer, String> ids) {
        return quality(made, answers.subList(labelled.size(), answers.size()), ids);
    }

    /** Each answer has a line for each of at most ten hits, which begins with its id. */
    private static Quality quality(List<Question> questions, List<String> answers, Map<Integer, String> ids) {
        int found = 0;
        double reciprocals = 0;
        for (int i = 0; i < questions.size(); i++) {
            String id = ids.get(questions.get(i).memory());
            List<String> hits = answers.get(i).lines().toList();
            for (int rank = 0; rank < hits.size(); rank++) {
                if (hits.get(rank).startsWith(id)) {
                    found++;
                    reciprocals += 1.0 / (rank + 1);
                }
            }
        }
        return new Quality((double) found / questions.size(), reciprocals / questions.size());
    }
}
