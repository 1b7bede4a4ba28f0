package org.mneme.core.ingest;

import java.util.List;
import org.mneme.api.Memory;
import org.mneme.spi.storage.Reconciliation.Decider;
import org.mneme.spi.storage.Reconciliation.Decision;
import org.mneme.spi.storage.Reconciliation.Neighbour;

/**
 * Decide what becomes of a memory that was written as it is: the same text in the same place is there once, with what was
 * last written about it, and everything else is stored beside the others. So nothing a caller wrote ever takes the place of
 * something else.
 */
record SameTextKept(Memory memory) implements Decider {

    @Override
    public Decision decide(List<Neighbour> neighbours) {
        return neighbours.stream()
                .filter(Neighbour::sameContent)
                .findFirst()
                .map(same -> decide(same.memory()))
                .orElseGet(Decision.Insert::new);
    }

    private Decision decide(Memory same) {
        return saysAsMuch(same) ? new Decision.Keep(same.id()) : new Decision.Replace(same.id(), true);
    }

    private boolean saysAsMuch(Memory same) {
        return same.type() == memory.type()
                && same.tags().equals(memory.tags())
                && same.metadata().equals(memory.metadata())
                && same.entities().equals(memory.entities())
                && same.importance() == memory.importance()
                && same.confidence() == memory.confidence()
                && same.documentDate().equals(memory.documentDate())
                && same.eventDate().equals(memory.eventDate())
                && same.expiresAt().isEmpty() == memory.expiresAt().isEmpty();
    }
}
