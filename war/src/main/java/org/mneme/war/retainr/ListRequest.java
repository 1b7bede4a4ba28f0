package org.mneme.war.retainr;

import java.util.List;
import java.util.Optional;
import org.mneme.api.Filter;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.Order;
import org.mneme.war.query.QueryParameters;

/** What {@code GET /v1/memories} and {@code GET /v1/memories/export} take. */
record ListRequest(Optional<String> namespace, List<String> tags, int limit, int offset, Order order) {

    static ListRequest of(QueryParameters query) {
        Order order = query.word("sort", List.of("asc", "desc"))
                .filter("asc"::equals)
                .map(word -> Order.OLDEST_FIRST)
                .orElse(Order.NEWEST_FIRST);
        return new ListRequest(
                query.text("namespace", Limits.NAMESPACE),
                query.texts("tags", Limits.TAGS, Limits.TAG),
                query.integer("limit", 1, Limits.PAGE).orElse(20),
                query.integer("offset", 0, Integer.MAX_VALUE).orElse(0),
                order);
    }

    Filter filter() {
        return Filter.active().tagged(tags);
    }

    Listing listing() {
        return new Listing(filter(), order, offset, limit, Optional.empty());
    }
}
