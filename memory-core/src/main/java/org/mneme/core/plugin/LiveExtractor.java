package org.mneme.core.plugin;

import java.time.Duration;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Extraction;
import org.mneme.spi.extractor.Extractor;

/** Extract with whichever extractor is in the seat. */
record LiveExtractor(String id, Seat<Extractor> seat) implements Extractor {

    @Override
    public Extraction extract(Conversation conversation) {
        try {
            return seat.call(Seats.UNLIMITED, extractor -> extractor.extract(conversation), Seats::notNull);
        } catch (PluginFailure e) {
            throw MemoryException.unavailable(
                    "extractor_unavailable",
                    "The extractor " + id + " " + e.getMessage() + ".",
                    Duration.ofSeconds(5),
                    e);
        }
    }

    @Override
    public Health health() {
        return seat.health();
    }

    @Override
    public void close() {
        Seats.vacate(seat);
    }
}
