package org.mneme.bench;

import java.nio.file.Path;
import java.util.List;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;

/**
 * Say what is searched, by which model, and where things go.
 *
 * @param report where the figures go
 * @param corpus the memories, embedded by the model
 * @param directory where data may be kept until the benchmark ends
 */
record Setup(Report report, EmbeddingModel model, Corpus corpus, Path directory) {

    /** Embed a query by its number. */
    float[] embed(int number) {
        return model.embed(List.of(Texts.query(number)), Purpose.QUERY).get(0).single();
    }
}
