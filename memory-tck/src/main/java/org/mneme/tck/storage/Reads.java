package org.mneme.tck.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Snapshot;

/** Look for one memory in every way there is. */
final class Reads {

    static final List<String> ALL =
            List.of("get", "list", "count", "search by vector", "search by words", "export", "versions");

    private Reads() {}

    /** Return the names of the reads that find a memory, in the order of {@link #ALL}. */
    static List<String> finding(MemoryStore store, Scope scope, Memory memory, Embedding embedding) {
        return finding(store, scope, memory.id(), embedding, memory.content());
    }

    static List<String> finding(MemoryStore store, Scope scope, String id, Embedding vector, String words) {
        List<String> found = new ArrayList<>();
        if (store.get(scope, id).isPresent()) {
            found.add("get");
        }
        if (Samples.ids(store.list(scope, Listing.first(Filter.all(), Order.NEWEST_FIRST, 10_000)))
                .contains(id)) {
            found.add("list");
        }
        if (store.count(scope, new Filter.IdIn(Set.of(id))) > 0) {
            found.add("count");
        }
        Embedding query = new Embedding(vector.model(), vector.windows().subList(0, 1));
        if (Samples.ids(store.search(scope, Samples.byVector(query, 1_000))).contains(id)) {
            found.add("search by vector");
        }
        if (Samples.ids(store.search(scope, Samples.byWords(words, 1_000))).contains(id)) {
            found.add("search by words");
        }
        if (exported(store, scope, Filter.all()).contains(id)) {
            found.add("export");
        }
        if (!store.versions(scope, id).isEmpty()) {
            found.add("versions");
        }
        return found;
    }

    /** Return the ids of an export, oldest first. */
    static List<String> exported(MemoryStore store, Scope scope, Filter filter) {
        List<String> ids = new ArrayList<>();
        try (Snapshot snapshot = store.export(scope, filter, Order.OLDEST_FIRST, false)) {
            snapshot.forEachRemaining(entry -> ids.add(entry.memory().id()));
        }
        return ids;
    }
}
