package org.mneme.core.recall;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Attribute;

/**
 * Tell how well what stands around a memory in its session fits a query.
 *
 * <p>A session is what has the same session and project; memories follow one another in it in the order in which they were
 * stored. A memory of no session stands alone.
 *
 * @param session the mean of the session's three best, the memory itself among them: 0 … 1
 * @param answer how well the memory right before fits, if that is a question: 0 … 1
 * @param next how well the memory right after fits: 0 … 1
 * @param around how well the second before and the second after fit, on average: 0 … 1
 */
record Surroundings(double session, double answer, double next, double around) {

    private static final int BEST = 3;

    private record Session(Optional<String> project, String name) {}

    /** Look around each candidate, among the candidates; the result is by memory id. */
    static Map<String, Surroundings> of(Collection<Candidate> candidates) {
        Map<Session, List<Candidate>> sessions = new LinkedHashMap<>();
        Map<String, Surroundings> surroundings = new HashMap<>();
        for (Candidate candidate : candidates) {
            candidate
                    .session()
                    .ifPresentOrElse(
                            name -> sessions.computeIfAbsent(session(candidate, name), none -> new ArrayList<>())
                                    .add(candidate),
                            () -> surroundings.put(candidate.id(), new Surroundings(candidate.fused(), 0, 0, 0)));
        }
        sessions.values().forEach(session -> lookAround(session, surroundings));
        return surroundings;
    }

    private static Session session(Candidate candidate, String name) {
        return new Session(candidate.memory().scope().get(Attribute.PROJECT), name);
    }

    private static void lookAround(List<Candidate> session, Map<String, Surroundings> surroundings) {
        session.sort(Candidate.OLDEST_FIRST);
        double best = session.stream()
                .map(Candidate::fused)
                .sorted(Comparator.reverseOrder())
                .limit(BEST)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
        for (int i = 0; i < session.size(); i++) {
            boolean afterQuestion =
                    i > 0 && TextTraits.isQuestion(session.get(i - 1).memory().content());
            Surroundings found = new Surroundings(
                    best,
                    afterQuestion ? fused(session, i - 1) : 0,
                    fused(session, i + 1),
                    (fused(session, i - 2) + fused(session, i + 2)) / 2);
            surroundings.put(session.get(i).id(), found);
        }
    }

    private static double fused(List<Candidate> session, int place) {
        return place < 0 || place >= session.size() ? 0 : session.get(place).fused();
    }
}
