package org.mneme.core.ingest;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Attribute;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.core.memory.MemoryService;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.Order;

/**
 * Know what was said in a session and no longer holds, so that the same conversation sent again does not bring it back.
 *
 * <p>What still holds is found when a memory is reconciled; history is not.
 */
final class SaidBefore {

    /** The youngest of a session's history; a conversation in which more has changed is no conversation. */
    private static final int LIMIT = 1_000;

    private record Said(String content, Optional<Instant> at) {
        static Said of(Memory memory) {
            return new Said(memory.content(), memory.documentDate());
        }
    }

    private final Map<Said, Memory> history;

    private SaidBefore(Map<Said, Memory> history) {
        this.history = history;
    }

    /** Read the history of the session that statements were made in; drafts of one ingest have one place. */
    static SaidBefore of(MemoryService memories, List<Draft> statements) {
        Map<Said, Memory> history = new HashMap<>();
        statements.stream()
                .map(Draft::place)
                .findFirst()
                .filter(place -> place.get(Attribute.SESSION).isPresent())
                .ifPresent(place ->
                        superseded(memories, place).forEach(memory -> history.putIfAbsent(Said.of(memory), memory)));
        return new SaidBefore(history);
    }

    private static List<Memory> superseded(MemoryService memories, Scope place) {
        Listing listing = Listing.first(new Filter.Not(Filter.active()), Order.NEWEST_FIRST, LIMIT);
        return memories.list(place, listing).memories();
    }

    /** Return the memory that says the same, said at the same time in the same session; never the very memory itself. */
    Optional<Memory> find(Memory memory) {
        return Optional.ofNullable(history.get(Said.of(memory)))
                .filter(said -> !said.id().equals(memory.id()));
    }
}
