package org.mneme.bench;

import java.util.List;
import org.mneme.api.Embedding;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;

/** How many memories a second 16 clients store over HTTP, beside how many texts a second the model alone embeds. */
final class StoreSuite {

    private static final int CLIENTS = 16;
    private static final int WARM_UP = 15_000;
    private static final int COUNT = 3_000;
    private static final int ROUNDS = 3;

    private StoreSuite() {}

    static void run(Report report, EmbeddingModel model) {
        try (PackagedServer server = PackagedServer.builder()
                .jvmOptions("-Xmx1g")
                .environment("MNEME_EMBEDDING", "onnx")
                .environment("MNEME_EMBEDDING_ONNX_PARALLELISM", "2")
                .start()) {
            ServerClient client = new ServerClient(server.baseUri(), TestKeys.RETAINR);
            Load.run(CLIENTS, 0, WARM_UP, number -> client.store(Texts.memory(number), "warm"));
            embedAll(model, 0, COUNT);
            // the two in turn, so that a drift of the machine meets both
            double embedded = 0;
            double stored = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                int from = round * 10_000;
                embedded += embedAll(model, from, COUNT).perSecond() / ROUNDS;
                Load.Series series =
                        Load.run(CLIENTS, from, COUNT, number -> client.store(Texts.memory(number), "bench"));
                stored += series.perSecond() / ROUNDS;
                report.add("store", "over HTTP, 16 clients, round " + round, series.latencies());
            }
            report.add("store", "embedded directly", "rate", embedded, "texts/s");
            report.add("store", "stored over HTTP, 16 clients", "rate", stored, "memories/s");
            report.add("store", "stored / embedded (goal: at least 0.8)", "ratio", stored / embedded, "");
        }
    }

    private static Load.Series embedAll(EmbeddingModel model, int from, int count) {
        return Load.run(CLIENTS, from, count, number -> {
            List<Embedding> made = model.embed(List.of(Texts.memory(number)), Purpose.MEMORY);
            if (made.size() != 1) {
                throw new IllegalStateException("no embedding");
            }
        });
    }
}
