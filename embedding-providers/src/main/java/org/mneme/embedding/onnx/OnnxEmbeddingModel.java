package org.mneme.embedding.onnx;

import java.util.ArrayList;
import java.util.List;
import org.mneme.api.Embedding;
import org.mneme.embedding.PriorityGate;
import org.mneme.embedding.Texts;
import org.mneme.embedding.UnitVectors;
import org.mneme.embedding.Window;
import org.mneme.embedding.Workers;
import org.mneme.spi.Health;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;

/** Embed texts window by window, each on one core, queries first. */
final class OnnxEmbeddingModel implements EmbeddingModel {

    private final OnnxModel model;
    private final WordPiece tokenizer;
    private final OnnxSession session;
    private final OnnxOptions options;
    private final PriorityGate gate;
    private final Workers workers;

    OnnxEmbeddingModel(WordPiece tokenizer, OnnxSession session, OnnxOptions options) {
        this.model = options.model();
        this.tokenizer = tokenizer;
        this.session = session;
        this.options = options;
        this.gate = new PriorityGate(options.parallelism());
        this.workers = new Workers("mneme-onnx", options.parallelism());
    }

    @Override
    public String modelId() {
        return model.modelId();
    }

    @Override
    public int dimension() {
        return OnnxModel.DIMENSION;
    }

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        Texts.requireNotBlank(texts);
        return switch (purpose) {
            case MEMORY -> embeddings(texts, purpose);
            case QUERY ->
                embeddings(texts, purpose).stream()
                        .map(embedding -> embedding(List.of(UnitVectors.mean(embedding.windows()))))
                        .toList();
        };
    }

    @Override
    public Health health() {
        return gate.isClosed() ? Health.down("the model was closed") : Health.up();
    }

    /** Wait for the computations under way, then give the native memory back. */
    @Override
    public void close() {
        if (gate.close()) {
            workers.close();
            session.close();
        }
    }

    private List<Embedding> embeddings(List<String> texts, Purpose purpose) {
        List<long[]> sequences = new ArrayList<>();
        int[] ends = new int[texts.size()];
        for (int i = 0; i < ends.length; i++) {
            addSequences(texts.get(i), sequences);
            ends[i] = sequences.size();
        }
        float[][] vectors = new float[sequences.size()][];
        workers.forEach(vectors.length, i -> vectors[i] = vector(sequences.get(i), purpose));
        List<Embedding> embeddings = new ArrayList<>(ends.length);
        int start = 0;
        for (int end : ends) {
            embeddings.add(embedding(List.of(vectors).subList(start, end)));
            start = end;
        }
        return embeddings;
    }

    private void addSequences(String text, List<long[]> sequences) {
        int[] ids = tokenizer.encode(text);
        Window.cover(ids.length, options.windowTokens(), options.overlapTokens(), i -> !tokenizer.continues(ids[i]))
                .forEach(window -> sequences.add(sequence(ids, window)));
    }

    private long[] sequence(int[] ids, Window window) {
        long[] sequence = new long[window.length() + 2];
        sequence[0] = tokenizer.first();
        for (int i = 0; i < window.length(); i++) {
            sequence[i + 1] = ids[window.start() + i];
        }
        sequence[sequence.length - 1] = tokenizer.last();
        return sequence;
    }

    private float[] vector(long[] sequence, Purpose purpose) {
        gate.enter(purpose);
        try {
            return session.vector(sequence);
        } finally {
            gate.leave();
        }
    }

    private Embedding embedding(List<float[]> windows) {
        return new Embedding(model.modelId(), windows);
    }
}
