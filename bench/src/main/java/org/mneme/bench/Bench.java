package org.mneme.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.mneme.core.plugin.Plugins;
import org.mneme.spi.embedding.EmbeddingModel;

/**
 * Run the suites named by {@code mneme.bench.suites} and print and write their figures.
 *
 * <p>The machine may be shared: look at ratios of what was measured in one run, not at single figures.
 */
public final class Bench {

    /** How many memories the suite {@code large} stores; it takes minutes and some gigabytes, so it runs when asked for. */
    private static final int LARGE = 1_000_000;

    private Bench() {}

    /** Run the benchmark; takes no arguments but system properties. */
    public static void main(String[] arguments) throws IOException {
        // a server closes connections that idle, and a client that uses one just then sees an error
        System.setProperty("jdk.httpclient.keepalive.timeout", "5");
        Path directory = Path.of(System.getProperty("mneme.bench.directory", "target/bench"))
                .toAbsolutePath();
        Path run = Files.createTempDirectory(Files.createDirectories(directory), "run-");
        List<String> suites = Arrays.asList(System.getProperty("mneme.bench.suites", "store,watch,search,start,export")
                .split(","));
        List<Integer> sizes = Arrays.stream(System.getProperty("mneme.bench.sizes", "1000,10000,100000")
                        .split(","))
                .map(Integer::valueOf)
                .toList();
        Report report = new Report(System.out);
        try (Plugins plugins = Parts.on(run.resolve("parts"))) {
            EmbeddingModel model = plugins.openEmbedding();
            report.note("model " + model.modelId() + ", Java " + System.getProperty("java.version"));
            if (suites.contains("store")) {
                StoreSuite.run(report, model);
            }
            if (suites.contains("watch")) {
                WatchSuite.run(report, 1_000);
            }
            if (suites.contains("large")) {
                new SearchSuite(new Setup(report, model, Corpus.embed(model), run)).large(LARGE);
            }
            if (suites.contains("storages")) {
                StoragesSuite storages = new StoragesSuite(new Setup(report, model, Corpus.embed(model), run));
                sizes.forEach(storages::run);
            }
            if (suites.contains("search")) {
                SearchSuite search = new SearchSuite(new Setup(report, model, Corpus.embed(model), run));
                sizes.forEach(search::run);
                int largest = sizes.get(sizes.size() - 1);
                if (suites.contains("start")) {
                    search.start(largest);
                }
                if (suites.contains("export")) {
                    ExportSuite.run(report, search.data(largest), largest);
                }
            }
        }
        if (suites.contains("profiles")) {
            ProfileTimes.run(report);
        }
        if (suites.contains("locomo")) {
            Path file = Path.of(System.getProperty("mneme.bench.locomo", ""));
            new LocomoSuite(report, LocomoData.read(file), run).run();
        }
        report.printTable();
        report.write(directory.resolve("results.json"));
    }
}
