package org.mneme.storage.elasticsearch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remember what is leased here in the state this server has left it in, so that the next change need not read it first. */
final class Holding {

    /** Whoever leased something may never come back to it. */
    private static final int MOST = 10_000;

    private final Map<String, Cluster.Doc> docs = new ConcurrentHashMap<>();

    void put(Cluster.Doc doc) {
        if (docs.size() >= MOST) {
            docs.clear();
        }
        docs.put(doc.id(), doc);
    }

    /** Return the state a document is probably in, and forget it. */
    Optional<Cluster.Doc> take(String id) {
        return Optional.ofNullable(docs.remove(id));
    }
}
