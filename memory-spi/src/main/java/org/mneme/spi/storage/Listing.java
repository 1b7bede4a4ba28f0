package org.mneme.spi.storage;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.mneme.api.Filter;

/**
 * Ask for one page of a list.
 *
 * @param filter which memories
 * @param order in which order
 * @param offset how many to skip, after {@code after} if that is given
 * @param limit how many to return at most, 1 … 10,000
 * @param after the last entry of the page before, to go on behind it whatever was written since
 */
public record Listing(Filter filter, Order order, int offset, int limit, Optional<Position> after) {

    /** Where an entry stands in a list. */
    public record Position(Instant createdAt, String id) {
        public Position {
            Objects.requireNonNull(createdAt, "createdAt");
            Objects.requireNonNull(id, "id");
        }
    }

    public Listing {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(after, "after");
        if (offset < 0 || limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("offset is at least 0 and limit 1 … 10,000");
        }
    }

    /** Ask for the first {@code limit} memories. */
    public static Listing first(Filter filter, Order order, int limit) {
        return new Listing(filter, order, 0, limit, Optional.empty());
    }
}
