package org.mneme.example.wordvectors;

import java.util.List;
import org.mneme.api.MemoryException;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;

/** Provide the vectors of a file: {@code mneme.embedding=word-vectors}, {@code mneme.embedding.word-vectors.file=…}. */
public final class WordVectorsProvider implements EmbeddingProvider {

    private static final String FILE = "file";
    private static final String MAX_WORDS = "max-words";

    @Override
    public String id() {
        return "word-vectors";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.of(
                                FILE,
                                Option.Type.PATH,
                                "A text file of word vectors, as GloVe and fastText have them: a word and its numbers on a line,"
                                        + " frequent words first.")
                        .mandatory(),
                Option.of(
                                MAX_WORDS,
                                Option.Type.INTEGER,
                                "How many words are read, from the first line on; each takes"
                                        + " four bytes for every number it has.")
                        .withDefault("200000"));
    }

    @Override
    public EmbeddingModel open(PluginContext context) {
        int maxWords = context.options().getInt(MAX_WORDS);
        if (maxWords < 1) {
            throw MemoryException.invalid(MAX_WORDS, "max-words must be 1 or more, not " + maxWords);
        }
        return new WordVectorsModel(id(), VectorFile.read(context.options().getPath(FILE), maxWords));
    }
}
