package org.mneme.war.retaindb;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import org.mneme.api.Filter;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;
import org.mneme.core.ingest.Overlay;
import org.mneme.core.recall.RecallQuery;
import org.mneme.core.recall.Recalled;

/** Find memories, those that are not stored yet included. */
@Dependent
public class Searcher {

    /** @param pending writes that are not stored yet; what came of them is not among the recalled */
    record Searched(List<PendingSearch.Match> pending, Recalled recalled) {}

    @Inject
    private Exchange exchange;

    Searched search(SearchRequest request) {
        Scope scope = exchange.reading(request.place());
        // a pending write has neither tags nor a type of its own yet: it is an event, and carries no tag
        boolean pendingFits = request.tags().isEmpty()
                && (request.types().isEmpty() || request.types().contains(MemoryType.EVENT));
        Overlay overlay = exchange.overlay(scope, request.includePending() && pendingFits);
        List<PendingSearch.Match> pending = new PendingSearch(request.query())
                .order(overlay.pending()).stream().limit(request.topK()).toList();
        Filter filter =
                Fields.filter(request.includeInactive(), request.types()).tagged(request.tags());
        RecallQuery query = new RecallQuery(
                request.query(), shown(overlay, pending).visible(filter), request.topK(), -1, request.profile());
        return new Searched(
                pending, exchange.metered(() -> exchange.engine().recall().recall(scope, query)));
    }

    /** What is not shown as pending is looked for among the stored. */
    private static Overlay shown(Overlay overlay, List<PendingSearch.Match> pending) {
        return overlay.only(
                write -> pending.stream().anyMatch(match -> match.pending().equals(write)));
    }
}
