package org.mneme.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ask a node what its indices take. */
final class ElasticsearchFigures {

    private static final double MEGABYTE = 1024 * 1024;
    /** How long merging may take. */
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI node;

    ElasticsearchFigures(String uris) {
        this.node = URI.create(uris.split(",")[0]);
    }

    /** Report the bytes a memory takes on disk, its segments as they are and merged to one. */
    void size(Report report, int memories, String subject, String index) {
        send("POST", "/" + index + "/_flush?force=true");
        double now = bytes(index);
        send("POST", "/" + index + "/_forcemerge?max_num_segments=1&flush=true");
        report.add("storages", memories + " " + subject + ", on disk", "now", now / memories, "bytes/memory");
        report.add(
                "storages", memories + " " + subject + ", on disk", "merged", bytes(index) / memories, "bytes/memory");
    }

    /** Wait until no segments are being merged any more, and report how many there are. */
    void rest(Report report, int memories, String subject, String index) {
        send("POST", "/" + index + "/_refresh");
        long begun = System.nanoTime();
        while (total(index, "/merges/current") > 0 && System.nanoTime() - begun < MOST_NANOS) {
            LockSupport.parkNanos(500_000_000L);
        }
        report.add("storages", memories + " " + subject + ", filled", "segments", total(index, "/segments/count"), "");
    }

    private double total(String index, String what) {
        return send("GET", "/" + index + "/_stats/merge,segments")
                .at("/_all/total" + what)
                .asDouble();
    }

    private double bytes(String index) {
        return send("GET", "/" + index + "/_stats/store")
                .at("/_all/primaries/store/size_in_bytes")
                .asDouble();
    }

    /** Report the heap of the node that answers, and its processes' resident memory. */
    void heap(Report report, int memories) {
        JsonNode stats =
                send("GET", "/_nodes/_local/stats/jvm").at("/nodes").elements().next();
        report.add(
                "storages",
                memories + " heap of the node, both indices",
                "used",
                stats.at("/jvm/mem/heap_used_in_bytes").asDouble() / MEGABYTE,
                "MB");
        report.add(
                "storages",
                memories + " heap of the node, both indices",
                "of",
                stats.at("/jvm/mem/heap_max_in_bytes").asDouble() / MEGABYTE,
                "MB");
    }

    void delete(List<String> indices) {
        indices.forEach(index -> send("DELETE", "/" + index));
    }

    private JsonNode send(String method, String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(node.resolve(path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            return json.readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
