package org.mneme.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/**
 * How long the storages take to store and to search, beside Elasticsearch's own client called directly on the same node; how
 * much of the exact answer each finds; and what a memory costs on disk.
 *
 * <p>The storages are called without the server around them, so that what is compared is theirs.
 */
final class StoragesSuite {

    private static final String SUITE = "storages";
    private static final int BATCH = 500;
    private static final int WARM_UP = 600;
    private static final int COUNT = 400;
    private static final int ROUNDS = 3;
    private static final String TAG = Corpus.tag(1);
    /** Appended to what is measured as the storages were filled, and once the node has one segment of each index. */
    private static final String FILLED = "";

    private static final String MERGED = ", merged";

    private final Setup setup;
    private final Report report;
    private int next;

    StoragesSuite(Setup setup) {
        this.setup = setup;
        this.report = setup.report();
    }

    void run(int size) {
        EmbeddingModel model = setup.model();
        Corpus corpus = setup.corpus();
        Path directory = setup.directory();
        EmbeddingSpaces.Space space = new EmbeddingSpaces.Space(model.modelId(), model.dimension());
        ElasticsearchFigures node = new ElasticsearchFigures(ElasticsearchNode.uris());
        String prefix = "bench-" + size + "-" + Long.toHexString(System.nanoTime());
        Map<String, String> options = Map.of(
                "mneme.storage.elasticsearch.hosts",
                ElasticsearchNode.uris(),
                "mneme.storage.elasticsearch.index-prefix",
                prefix,
                "mneme.storage.elasticsearch.replicas",
                "0");
        try (SearchedStorage jpa = new PluginStorage("jpa", directory.resolve("jpa-" + size), Map.of(), space, corpus);
                SearchedStorage elasticsearch = new PluginStorage(
                        "elasticsearch", directory.resolve("elasticsearch-" + size), options, space, corpus);
                DirectElasticsearch direct =
                        new DirectElasticsearch(ElasticsearchNode.uris().split(",")[0], prefix + "-direct", corpus)) {
            List<SearchedStorage> all = List.of(jpa, elasticsearch, direct);
            all.forEach(each -> fill(each, size));
            node.rest(report, size, elasticsearch.name(), prefix + "-memories");
            node.rest(report, size, direct.name(), prefix + "-direct");
            List<SearchedStorage> searched = List.of(jpa, elasticsearch, direct, direct.promisingTheSame());
            // before anything else is written: the exact answer is about these
            recall(searched, size, FILLED);
            searches(searched, size, FILLED);
            node.size(report, size, elasticsearch.name(), prefix + "-memories");
            node.size(report, size, direct.name(), prefix + "-direct");
            // in one segment each, what remains of a difference is that of the storages
            recall(searched, size, MERGED);
            searches(searched, size, MERGED);
            stores(all, size);
            node.heap(report, size);
            node.delete(List.of(prefix + "-memories-v1", prefix + "-records-v1", prefix + "-direct"));
        }
    }

    private void fill(SearchedStorage storage, int size) {
        long begun = System.nanoTime();
        for (int from = 0; from < size; from += BATCH) {
            storage.fill(from, Math.min(size, from + BATCH));
        }
        add(size, storage, "stored in batches of " + BATCH, "rate", size * 1e9 / (System.nanoTime() - begun), "/s");
        next = Math.max(next, size);
    }

    private void add(int size, SearchedStorage storage, String what, String measure, double value, String unit) {
        report.add(SUITE, size + " " + storage.name() + ", " + what, measure, value, unit);
    }

    private void recall(List<SearchedStorage> all, int size, String state) {
        ExactAnswers exact = new ExactAnswers(setup, size);
        for (SearchedStorage storage : all) {
            for (String filter : List.of(ExactAnswers.EVERYWHERE, "share:0.1", "share:1", "share:10", TAG)) {
                String namespace = filter.startsWith("share") ? filter : null;
                String tag = filter.equals(TAG) ? TAG : null;
                double recall =
                        exact.recall(filter, query -> storage.search(exact.vector(query), null, namespace, tag));
                add(size, storage, (filter.isEmpty() ? "no filter" : filter + " %") + state, "recall@10", recall, "");
            }
        }
    }

    private void searches(List<SearchedStorage> all, int size, String state) {
        List<float[]> queries = IntStream.range(0, COUNT).mapToObj(setup::embed).toList();
        compare(
                all,
                size,
                "search" + state,
                (storage, number) -> storage.search(queries.get(number % COUNT), null, null, null));
        compare(
                all,
                size,
                "search in 10 %" + state,
                (storage, number) -> storage.search(queries.get(number % COUNT), null, "share:10", null));
        compare(
                all,
                size,
                "search with words" + state,
                (storage, number) ->
                        storage.search(queries.get(number % COUNT), Texts.query(number % COUNT), null, null));
    }

    private void stores(List<SearchedStorage> all, int size) {
        compare(all, size, "store", SearchedStorage::store);
        compare(all, size, "store unless known", SearchedStorage::storeUnlessKnown);
    }

    /** Take the time of one thing in all, in turn, so that a drift of the machine meets all. */
    private void compare(List<SearchedStorage> all, int size, String what, ObjIntConsumer<SearchedStorage> call) {
        for (SearchedStorage storage : all) {
            series(storage, WARM_UP, call);
        }
        long[][] nanos = new long[all.size()][ROUNDS * COUNT];
        for (int round = 0; round < ROUNDS; round++) {
            for (int each = 0; each < all.size(); each++) {
                long[] part = series(all.get(each), COUNT, call);
                System.arraycopy(part, 0, nanos[each], round * COUNT, COUNT);
            }
        }
        double[] p50 = new double[all.size()];
        for (int each = 0; each < all.size(); each++) {
            Latencies latencies = Latencies.of(nanos[each]);
            p50[each] = latencies.p50();
            add(size, all.get(each), what, "p50", latencies.p50(), "ms");
            add(size, all.get(each), what, "p95", latencies.p95(), "ms");
        }
        for (int direct = 2; direct < all.size(); direct++) {
            report.add(
                    SUITE,
                    size + " storage-elasticsearch / " + all.get(direct).name() + ", " + what,
                    "ratio",
                    p50[1] / p50[direct],
                    "");
        }
    }

    private long[] series(SearchedStorage storage, int count, ObjIntConsumer<SearchedStorage> call) {
        int from = next;
        next += count;
        return Load.run(1, from, count, number -> call.accept(storage, number)).nanos();
    }
}
