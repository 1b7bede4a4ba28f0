package org.mneme.core.memory;

import java.util.List;
import org.mneme.spi.storage.Reconciliation;

/** Let the nearest memory at or over a threshold take over the new content, as the retainr documents say. */
record NearestTakesOver(double threshold) implements Reconciliation.Decider {

    @Override
    public Reconciliation.Decision decide(List<Reconciliation.Neighbour> neighbours) {
        return neighbours.stream()
                .filter(neighbour -> neighbour.sameContent() || neighbour.similarity() >= threshold)
                .findFirst()
                .<Reconciliation.Decision>map(nearest ->
                        new Reconciliation.Decision.Replace(nearest.memory().id(), false))
                .orElseGet(Reconciliation.Decision.Insert::new);
    }
}
