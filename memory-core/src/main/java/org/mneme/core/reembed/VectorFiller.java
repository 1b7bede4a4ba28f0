package org.mneme.core.reembed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.core.embedding.Embedder;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.EmbeddingSpaces.Filled;
import org.mneme.spi.storage.EmbeddingSpaces.Missing;
import org.mneme.spi.storage.EmbeddingSpaces.Space;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fill in the vectors of one model, a few memories at a time, in laps through those that have none. Not safe for several
 * threads.
 *
 * <p>Where a lap stands is not kept: after a crash the store still knows what is missing. Of each page some are chosen at
 * random, so that several servers that fill at the same time seldom do the same.
 */
final class VectorFiller {

    private static final Logger LOG = LoggerFactory.getLogger(VectorFiller.class);
    private static final int PAGE = 64;
    private static final int AT_ONCE = 16;

    /** A version of a memory that the model does not take. */
    private record Refused(String workspace, String memory, int version) {
        static Refused of(Missing missing) {
            return new Refused(
                    missing.workspace().workspace(),
                    missing.memory().id(),
                    missing.memory().version());
        }
    }

    private final EmbeddingSpaces spaces;
    private final Embedder embedder;
    private final Space space;
    private final Set<Refused> refused = new HashSet<>();
    private Optional<String> behind = Optional.empty();

    VectorFiller(EmbeddingSpaces spaces, Embedder embedder, Space space) {
        this.spaces = spaces;
        this.embedder = embedder;
        this.space = space;
    }

    Space space() {
        return space;
    }

    /** Return how many versions of memories the model did not take. */
    int refused() {
        return refused.size();
    }

    /** Begin a new lap, at the first memory that has no vectors. */
    void rewind() {
        behind = Optional.empty();
    }

    /**
     * Fill in the next few.
     *
     * @return how many; 0 when the lap has ended, and the next call begins another
     * @throws MemoryException of kind {@code UNAVAILABLE} if the model or the store is away
     */
    int step() {
        while (true) {
            List<Missing> page = spaces.missing(space, behind, PAGE);
            if (page.isEmpty()) {
                rewind();
                return 0;
            }
            List<Missing> fit = new ArrayList<>(page);
            fit.removeIf(missing -> refused.contains(Refused.of(missing)));
            if (!fit.isEmpty()) {
                List<Missing> chosen = choose(fit);
                fill(chosen);
                // nothing before the first one lacks vectors any more
                behind = Optional.of(fit.get(0).memory().id());
                return chosen.size();
            }
            behind = Optional.of(page.get(page.size() - 1).memory().id());
        }
    }

    /** Fill in everything that is missing now, as fast as it goes. */
    void finish() {
        rewind();
        while (step() > 0) {
            // a lap ends where nothing is missing behind it
        }
    }

    /** Choose the first, so that the lap moves on, and others at random. */
    private static List<Missing> choose(List<Missing> page) {
        List<Missing> others = new ArrayList<>(page.subList(1, page.size()));
        Collections.shuffle(others);
        List<Missing> chosen = new ArrayList<>(List.of(page.get(0)));
        chosen.addAll(others.subList(0, Math.min(others.size(), AT_ONCE - 1)));
        return chosen;
    }

    private void fill(List<Missing> chosen) {
        try {
            embedAndStore(chosen);
        } catch (MemoryException e) {
            if (isAway(e)) {
                throw e;
            }
            // one of them is not taken: find out which
            chosen.forEach(this::fillAlone);
        }
    }

    private void fillAlone(Missing missing) {
        try {
            embedAndStore(List.of(missing));
        } catch (MemoryException e) {
            if (isAway(e)) {
                throw e;
            }
            refused.add(Refused.of(missing));
            LOG.warn(
                    "Memory {} of {} could not be embedded by {}: {}",
                    missing.memory().id(),
                    missing.workspace().workspace(),
                    space.model(),
                    e.getMessage());
        }
    }

    private static boolean isAway(MemoryException e) {
        return switch (e.kind()) {
            case UNAVAILABLE, THROTTLED, OUTCOME_UNKNOWN -> true;
            case INVALID, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE, DEFECT -> false;
        };
    }

    private void embedAndStore(List<Missing> chosen) {
        List<Embedding> embeddings = embedder.memories(
                chosen.stream().map(missing -> missing.memory().content()).toList(), space);
        List<Filled> filled = new ArrayList<>(chosen.size());
        for (int i = 0; i < chosen.size(); i++) {
            Missing missing = chosen.get(i);
            filled.add(new Filled(
                    missing.workspace(), missing.memory().id(), missing.memory().version(), embeddings.get(i)));
        }
        spaces.fill(space, filled);
    }
}
