package org.mneme.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;

/**
 * How long a search takes over HTTP, beside embedding the query and asking the index directly, and beside Lucene's HNSW; and
 * how much of the exact answer each finds, in the whole workspace and in a small namespace of it.
 */
final class SearchSuite {

    /** After fewer requests the just-in-time compiler still takes a quarter of the server's processor time. */
    private static final int WARM_UP_HTTP = 10_000;

    private static final int WARM_UP = 3_000;
    private static final int COUNT = 1_000;
    private static final List<String> NAMESPACES = List.of(ExactAnswers.EVERYWHERE, "share:0.1", "share:1", "share:10");

    private final Setup setup;
    private final Report report;
    private int queries;

    SearchSuite(Setup setup) {
        this.setup = setup;
        this.report = setup.report();
    }

    void run(int size) {
        preload("search", size);
        try (PackagedServer server = server(size);
                DirectIndex direct = new DirectIndex(
                        setup.directory().resolve("flat-" + size),
                        setup.corpus(),
                        setup.model().dimension(),
                        size);
                LuceneHnsw hnsw = new LuceneHnsw(setup.directory().resolve("hnsw-" + size), setup.corpus(), size)) {
            ServerClient client = new ServerClient(server.baseUri(), TestKeys.RETAINR);
            measure(size, client, direct, hnsw);
            recall(size, client, direct, hnsw);
        }
    }

    private void preload(String suite, int size) {
        EmbeddingModel model = setup.model();
        EmbeddingSpaces.Space space = new EmbeddingSpaces.Space(model.modelId(), model.dimension());
        double rate = Preload.fill(data(size), TestKeys.WORKSPACE, space, setup.corpus(), size);
        report.add(suite, size + " preloaded", "rate", rate, "memories/s");
    }

    /** Start a server on the memories of {@link #preload}. */
    private PackagedServer server(int size) {
        return PackagedServer.builder()
                .dataDirectory(data(size))
                .environment("MNEME_EMBEDDING", "onnx")
                .jvmOptions("-Xmx2g")
                .start();
    }

    /** Return the data directory that {@link #run} has filled. */
    Path data(int size) {
        return setup.directory().resolve("search-" + size);
    }

    private void measure(int size, ServerClient client, DirectIndex direct, LuceneHnsw hnsw) {
        BiFunction<Integer, String, List<String>> overHttp =
                (number, namespace) -> client.search(Texts.query(number), namespace);
        BiFunction<Integer, String, List<String>> called =
                (number, namespace) -> direct.search(setup.embed(number), namespace);
        BiFunction<Integer, String, List<String>> graph =
                (number, namespace) -> hnsw.search(setup.embed(number), namespace);
        series(WARM_UP_HTTP, overHttp);
        series(WARM_UP, called);
        series(WARM_UP, graph);
        // in turn, so that a drift of the machine meets all
        Latencies http = series(COUNT, overHttp);
        Latencies parts = series(COUNT, called);
        Latencies lucene = series(COUNT, graph);
        Latencies httpAgain = series(COUNT, overHttp);
        Latencies partsAgain = series(COUNT, called);
        report.add("search", size + " over HTTP", http);
        report.add("search", size + " embed + index directly", parts);
        report.add("search", size + " embed + Lucene HNSW", lucene);
        double ratio = Math.min(http.p50(), httpAgain.p50()) / Math.min(parts.p50(), partsAgain.p50());
        report.add("search", size + " over HTTP / directly, p50 (goal: at most 1.5)", "ratio", ratio, "");
    }

    private Latencies series(int count, BiFunction<Integer, String, List<String>> search) {
        int from = queries;
        queries += count;
        return Load.run(1, from, count, number -> {
                    if (search.apply(number, null).isEmpty()) {
                        throw new IllegalStateException("nothing found");
                    }
                })
                .latencies();
    }

    private void recall(int size, ServerClient client, DirectIndex direct, LuceneHnsw hnsw) {
        ExactAnswers exact = new ExactAnswers(setup, size);
        for (String namespace : NAMESPACES) {
            String given = namespace.equals(ExactAnswers.EVERYWHERE) ? null : namespace;
            double server = exact.recall(namespace, query -> client.search(exact.text(query), given));
            double index = exact.recall(namespace, query -> direct.search(exact.vector(query), given));
            double graph = exact.recall(namespace, query -> hnsw.search(exact.vector(query), given));
            String where = size + (given == null ? " everywhere" : " in " + namespace + " %");
            report.add("search", where + ", over HTTP (goal: at least 0.995)", "recall@10", server, "");
            report.add("search", where + ", index directly", "recall@10", index, "");
            report.add("search", where + ", Lucene HNSW", "recall@10", graph, "");
        }
    }

    /** Search many memories in a heap of 2 GiB, the vectors stored before. */
    void large(int size) {
        preload("large", size);
        long begun = System.nanoTime();
        try (PackagedServer server = server(size)) {
            report.add("large", size + " memories, -Xmx2g", "ready", (System.nanoTime() - begun) / 1e9, "s");
            ServerClient client = new ServerClient(server.baseUri(), TestKeys.RETAINR);
            BiFunction<Integer, String, List<String>> overHttp =
                    (number, namespace) -> client.search(Texts.query(number), namespace);
            series(WARM_UP, overHttp);
            report.add("large", size + " memories, -Xmx2g, over HTTP", series(COUNT, overHttp));
            report.add(
                    "large", size + " memories, -Xmx2g", "resident", Processes.residentMegabytes(server.pid()), "MB");
        }
    }

    /** How long a built server with many memories takes until it is ready, and how much memory it then has. */
    void start(int size) {
        for (int round = 1; round <= 3; round++) {
            long begun = System.nanoTime();
            try (PackagedServer server = server(size)) {
                double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
                report.add("start", size + " memories, round " + round + " (goal: under 15)", "ready", seconds, "s");
                report.add(
                        "start",
                        size + " memories, round " + round,
                        "resident",
                        Processes.residentMegabytes(server.pid()),
                        "MB");
            }
        }
    }
}
