package org.mneme.core.recall;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.mneme.api.Memory;

/**
 * Order candidates by all that speaks for each: meaning, words, what stands around it in its session, its dates, and its
 * form.
 *
 * <p>Each of these lies in 0 … 1 and has a fixed weight; the score is their weighted mean. The weights were fitted on one
 * half of the LoCoMo conversations; {@code docs/recall.md} has the figures of both.
 */
final class QualityRanking {

    private record Signal(String name, double weight, ToDoubleFunction<Candidate> value) {}

    private final List<Signal> signals;
    private final double totalWeight;

    private QualityRanking(List<Signal> signals) {
        this.signals = signals;
        this.totalWeight = signals.stream().mapToDouble(Signal::weight).sum();
    }

    /** Score candidates, in no order; the parts of each score sum up to it. */
    static List<Recalled.Result> score(String query, Collection<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        QualityRanking ranking = new QualityRanking(signals(query, candidates));
        return candidates.stream().map(ranking::result).toList();
    }

    private static List<Signal> signals(String query, Collection<Candidate> candidates) {
        Map<String, Surroundings> around = Surroundings.of(candidates);
        Optional<DateAsked> date = DateAsked.in(query);
        Recency recency = Recency.over(candidates);
        return List.of(
                new Signal("vector", 0.55, Candidate::vector),
                new Signal("lexical", 0.30, Candidate::lexical),
                new Signal("session", 0.30, found -> around.get(found.id()).session()),
                new Signal("answer", 0.25, found -> around.get(found.id()).answer()),
                new Signal("next", 0.10, found -> around.get(found.id()).next()),
                new Signal("around", 0.20, found -> around.get(found.id()).around()),
                new Signal("statement", 0.10, found -> TextTraits.isQuestion(content(found)) ? 0 : 1),
                new Signal("substance", 0.15, found -> TextTraits.substance(content(found))),
                new Signal(
                        "date",
                        date.isPresent() ? 0.30 : 0,
                        found -> date.map(asked -> asked.fit(found.memory())).orElse(0.0)),
                // between what is otherwise alike
                new Signal("importance", 0.02, found -> found.memory().importance()),
                new Signal("recency", 0.01, recency::of));
    }

    private static String content(Candidate candidate) {
        return candidate.memory().content();
    }

    private Recalled.Result result(Candidate candidate) {
        Map<String, Double> parts = new HashMap<>();
        double score = 0;
        for (Signal signal : signals) {
            double part = signal.weight() * signal.value().applyAsDouble(candidate) / totalWeight;
            score += part;
            // what adds nothing explains nothing, but for the two every reader looks for
            if (part > 0 || signal.name().equals("vector") || signal.name().equals("lexical")) {
                parts.put(signal.name(), part);
            }
        }
        return new Recalled.Result(
                candidate.memory(), score, candidate.hit().similarity().orElse(0), parts);
    }

    /** How new a memory is among the others: the newest 1, the oldest 0. */
    private record Recency(Instant oldest, Duration span) {

        static Recency over(Collection<Candidate> candidates) {
            List<Instant> times = candidates.stream()
                    .map(found -> said(found.memory()))
                    .sorted()
                    .toList();
            Instant oldest = times.get(0);
            return new Recency(oldest, Duration.between(oldest, times.get(times.size() - 1)));
        }

        double of(Candidate candidate) {
            if (span.isZero()) {
                return 1;
            }
            return (double) Duration.between(oldest, said(candidate.memory())).toMillis()
                    / Math.max(1, span.toMillis());
        }

        private static Instant said(Memory memory) {
            return memory.documentDate().orElse(memory.createdAt());
        }
    }
}
