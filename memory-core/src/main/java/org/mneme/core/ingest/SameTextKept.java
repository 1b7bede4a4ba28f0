package org.mneme.core.ingest;

import java.util.List;
import org.mneme.spi.storage.Reconciliation;

/** Keep what says the very same, and store everything else beside it: the reconciliation that can never lose a statement. */
public final class SameTextKept implements Reconciliation.Decider {

    @Override
    public Reconciliation.Decision decide(List<Reconciliation.Neighbour> neighbours) {
        return neighbours.stream()
                .filter(Reconciliation.Neighbour::sameContent)
                .findFirst()
                .<Reconciliation.Decision>map(
                        same -> new Reconciliation.Decision.Keep(same.memory().id()))
                .orElseGet(Reconciliation.Decision.Insert::new);
    }
}
