package org.mneme.storage.elasticsearch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remember the memories that this server has stored with deliveries nobody has made records of yet, so that they need not be
 * searched for.
 *
 * <p>Only a few, for each comes with its vectors; where there are more, it says so, and they are searched for. Safe for several
 * threads.
 */
final class Undispatched {

    private static final int MOST = 200;

    private final Map<String, Cluster.Doc> docs = new LinkedHashMap<>();
    private boolean more;

    /** Note the state that writes have left memories in; empty where they were refused. */
    synchronized void written(List<Optional<Cluster.Doc>> left) {
        left.forEach(each -> each.ifPresent(this::written));
    }

    private void written(Cluster.Doc doc) {
        docs.remove(doc.id());
        if (!doc.source().path("outbox").booleanValue()) {
            return;
        }
        if (docs.size() < MOST) {
            docs.put(doc.id(), doc);
        } else {
            more = true;
        }
    }

    /** Return what is remembered, of one workspace or of all, and forget it. */
    synchronized List<Cluster.Doc> take(Optional<String> workspace) {
        List<Cluster.Doc> taken = new ArrayList<>(docs.values());
        taken.removeIf(doc -> !doc.routing().equals(workspace.orElse(doc.routing())));
        taken.forEach(doc -> docs.remove(doc.id()));
        return taken;
    }

    /** Tell whether there are more than are remembered. */
    synchronized boolean hasMore() {
        return more;
    }

    /** Tell whether there are more, and forget that: they are searched for now. */
    synchronized boolean takeMore() {
        boolean there = more;
        more = false;
        return there;
    }
}
