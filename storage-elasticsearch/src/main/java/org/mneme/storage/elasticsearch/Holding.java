package org.mneme.storage.elasticsearch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remember documents in the state this server has left them in, so that the next change need not read them first. */
final class Holding {

    private final int most;
    private final Map<String, Cluster.Doc> docs = new ConcurrentHashMap<>();

    /**
     * Begin with none.
     *
     * @param most how many are remembered, for nobody may ever come back to one
     */
    Holding(int most) {
        this.most = most;
    }

    void put(Cluster.Doc doc) {
        if (docs.size() >= most) {
            docs.clear();
        }
        docs.put(doc.id(), doc);
    }

    /** Return the state a document is probably in, and forget it. */
    Optional<Cluster.Doc> take(String id) {
        return Optional.ofNullable(docs.remove(id));
    }
}
