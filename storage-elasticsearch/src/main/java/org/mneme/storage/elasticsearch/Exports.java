package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.mneme.api.MemoryException;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Snapshot;

/** Open snapshots: a point in time of the index, read page by page. */
final class Exports {

    /** How long a reader may stop between two pages; the cluster keeps what was replaced meanwhile. */
    private static final String KEEP = "5m";

    private static final int PAGE = 500;

    private final Cluster cluster;
    private final String index;

    Exports(Cluster cluster, String index) {
        this.cluster = cluster;
        this.index = index;
    }

    Snapshot open(String workspace, Map<String, Object> meant, Order order, Optional<String> space) {
        String point = cluster.call(
                        "POST", "/" + index + "/_pit", cluster.of(workspace, Map.of("keep_alive", KEEP)), null)
                .path("id")
                .asText();
        return new Pages(point, meant, order, space);
    }

    private final class Pages implements Snapshot {
        private final Map<String, Object> meant;
        private final Order order;
        private final Optional<String> space;
        private final Deque<Entry> page = new ArrayDeque<>();
        private String point;
        private JsonNode after;
        private boolean ended;
        private boolean closed;

        Pages(String point, Map<String, Object> meant, Order order, Optional<String> space) {
            this.point = point;
            this.meant = meant;
            this.order = order;
            this.space = space;
        }

        @Override
        public boolean hasNext() {
            if (page.isEmpty() && !ended && !closed) {
                fetch();
            }
            return !page.isEmpty();
        }

        private void fetch() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("pit", Map.of("id", point, "keep_alive", KEEP));
            body.put("query", meant);
            body.put("sort", ElasticsearchMemoryStore.sort(order));
            body.put("size", PAGE);
            List<String> fields = new ArrayList<>(Stored.MEMORY_FIELDS);
            space.ifPresent(key -> fields.add("data.bin." + key));
            body.put("_source", fields);
            body.put("track_total_hits", false);
            if (after != null) {
                body.put("search_after", after);
            }
            JsonNode answer = cluster.answer("", Optional.empty(), body);
            point = answer.path("pit_id").asText(point);
            JsonNode hits = answer.path("hits").path("hits");
            for (JsonNode hit : hits) {
                Cluster.Doc doc = Cluster.doc(hit, "");
                page.add(new Entry(Stored.memory(doc), space.flatMap(key -> Stored.embedding(doc, key))));
                after = hit.path("sort");
            }
            ended = hits.size() < PAGE;
        }

        @Override
        public Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.remove();
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                cluster.call("DELETE", "/_pit", Map.of(), Map.of("id", point));
            } catch (MemoryException e) {
                // it ends by itself
                System.getLogger(Exports.class.getName())
                        .log(System.Logger.Level.DEBUG, "a point in time was not closed", e);
            }
        }
    }
}
