package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.MemoryPage;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Search;
import org.mneme.spi.storage.Snapshot;
import org.mneme.spi.storage.Written;

final class ElasticsearchMemoryStore implements MemoryStore {

    /** How deep the cluster pages by offset. */
    private static final int DEPTH = 10_000;

    private final Memories memories;
    private final MemoryWriter writer;
    private final MemoryEraser eraser;
    private final MemorySearch search;
    private final ElasticsearchEmbeddingSpaces spaces;
    private final Exports exports;

    ElasticsearchMemoryStore(
            Memories memories,
            MemoryWriter writer,
            MemoryEraser eraser,
            MemorySearch search,
            ElasticsearchEmbeddingSpaces spaces,
            Exports exports) {
        this.memories = memories;
        this.writer = writer;
        this.eraser = eraser;
        this.search = search;
        this.spaces = spaces;
        this.exports = exports;
    }

    @Override
    public List<Written> write(Scope scope, List<MemoryWrite> writes) {
        return spaces.storing(
                writes.stream().flatMap(write -> write.embedding().stream()).toList(),
                () -> writer.write(scope, writes));
    }

    @Override
    public Optional<Memory> update(Scope scope, MemoryUpdate update) {
        return spaces.storing(update.embedding().stream().toList(), () -> writer.update(scope, update));
    }

    @Override
    public Optional<Memory> get(Scope scope, String id) {
        return memories.get(scope.workspace(), List.of(id), Stored.MEMORY_FIELDS)
                .get(0)
                .map(Stored::memory)
                .filter(memory -> scope.covers(memory.scope()) && memories.visible(memory));
    }

    @Override
    public List<Memory> versions(Scope scope, String id) {
        Optional<Stored> stored = memories.get(scope.workspace(), id)
                .map(Stored::read)
                .filter(each -> scope.covers(each.memory().scope()) && memories.visible(each.memory()));
        List<Memory> states = new ArrayList<>();
        stored.ifPresent(each -> {
            states.addAll(each.former());
            states.add(each.memory());
        });
        return List.copyOf(states);
    }

    @Override
    public MemoryPage list(Scope scope, Listing listing) {
        if (listing.offset() + listing.limit() > DEPTH) {
            throw MemoryException.invalid("offset", "a list goes 10,000 deep; go on behind the last entry instead");
        }
        memories.fresh(scope.workspace());
        Map<String, Object> meant = meant(scope, listing.filter());
        Map<String, Object> shown = listing.after()
                .map(after -> Queries.all(List.of(meant, behind(after, listing.order()))))
                .orElse(meant);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("query", shown);
        body.put("from", listing.offset());
        body.put("size", listing.limit());
        body.put("sort", sort(listing.order()));
        body.put("_source", Stored.MEMORY_FIELDS);
        body.put("track_total_hits", true);
        JsonNode hits = memories.answer(scope.workspace(), body).path("hits");
        List<Memory> page = new ArrayList<>();
        hits.path("hits").forEach(hit -> page.add(Stored.memory(Cluster.doc(hit, scope.workspace()))));
        long total = listing.after().isPresent()
                ? memories.count(Optional.of(scope.workspace()), meant)
                : hits.path("total").path("value").longValue();
        return new MemoryPage(page, total);
    }

    private Map<String, Object> meant(Scope scope, Filter filter) {
        return FilterQueries.of(scope, filter, memories.clock().instant());
    }

    private static Map<String, Object> behind(Listing.Position position, Order order) {
        String further = order == Order.OLDEST_FIRST ? "gt" : "lt";
        long at = position.createdAt().toEpochMilli();
        return Queries.any(List.of(
                Queries.range("created", Map.of(further, at)),
                Queries.all(
                        List.of(Queries.term("created", at), Queries.range("id", Map.of(further, position.id()))))));
    }

    static List<Map<String, Object>> sort(Order order) {
        String direction = order == Order.OLDEST_FIRST ? "asc" : "desc";
        return List.of(Map.of("created", direction), Map.of("id", direction));
    }

    @Override
    public long count(Scope scope, Filter filter) {
        memories.fresh(scope.workspace());
        return memories.count(Optional.of(scope.workspace()), meant(scope, filter));
    }

    @Override
    public Hits search(Scope scope, Search asked) {
        asked.vector().ifPresent(spaces::checkSearch);
        return search.run(scope, asked);
    }

    @Override
    public Snapshot export(Scope scope, Filter filter, Order order, boolean withVectors) {
        Optional<String> space = withVectors ? spaces.active().map(ElasticsearchSchema::key) : Optional.empty();
        memories.fresh(scope.workspace());
        return exports.open(scope.workspace(), meant(scope, filter), order, space);
    }

    @Override
    public boolean delete(Scope scope, String id) {
        return eraser.delete(scope, id);
    }

    @Override
    public long deleteAll(Scope scope, Filter filter) {
        return eraser.deleteAll(scope, filter);
    }

    @Override
    public int deleteExpired(int limit) {
        return eraser.deleteExpired(limit);
    }
}
