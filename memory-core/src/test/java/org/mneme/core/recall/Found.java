package org.mneme.core.recall;

import java.time.Instant;
import java.util.OptionalDouble;
import org.mneme.api.Attribute;
import org.mneme.api.Memory;
import org.mneme.api.MemoryBuilder;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Hits;

/** Candidates made by hand. */
final class Found {

    private Found() {}

    /** A memory of a session, at a place in it. */
    static MemoryBuilder inSession(String id, String session, int place, String content) {
        Scope home = Scope.of("ws_1").with(Attribute.SESSION, session);
        return Memory.builder(id, home, content, Instant.EPOCH.plusSeconds(place));
    }

    static MemoryBuilder alone(String id, String content) {
        return Memory.builder(id, Scope.of("ws_1"), content, Instant.EPOCH);
    }

    /** A candidate that fits equally well by vector and by words. */
    static Candidate candidate(MemoryBuilder memory, double fit) {
        return new Candidate(hit(memory, OptionalDouble.of(fit), fit), fit, fit);
    }

    static Hits.Hit hit(MemoryBuilder memory, OptionalDouble similarity, double words) {
        return new Hits.Hit(memory.build(), similarity, OptionalDouble.of(words));
    }
}
