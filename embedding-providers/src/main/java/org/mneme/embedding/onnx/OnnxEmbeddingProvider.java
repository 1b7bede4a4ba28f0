package org.mneme.embedding.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.mneme.api.MemoryException;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;
import org.mneme.spi.embedding.Purpose;

/**
 * Provide an embedding model that runs inside the server's process and needs no network: {@code mneme.embedding=onnx}.
 *
 * <p>Model files are found through this class's own loader, never the thread's: a server's threads carry whichever
 * loader they like.
 */
public final class OnnxEmbeddingProvider implements EmbeddingProvider {

    private static final String VOCABULARY = "bert-vocabulary-en.txt";

    @Override
    public String id() {
        return "onnx";
    }

    @Override
    public List<Option> options() {
        return OnnxOptions.declared();
    }

    @Override
    public EmbeddingModel open(PluginContext context) {
        OnnxOptions options = OnnxOptions.from(context.options());
        WordPiece tokenizer = read(VOCABULARY, WordPiece::read);
        byte[] weights = read(options.model().resource(), InputStream::readAllBytes);
        EmbeddingModel model = new OnnxEmbeddingModel(tokenizer, OnnxSession.open(options.model(), weights), options);
        try {
            // the first run allocates; and a model that cannot run must not be found out by the first user
            model.embed(List.of("ready"), Purpose.MEMORY);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static <T> T read(String resource, Reader<T> reader) {
        try (InputStream stream = OnnxEmbeddingProvider.class.getResourceAsStream("/" + resource)) {
            if (stream == null) {
                throw MemoryException.invalid(
                        "model", "the file " + resource + " is missing: its artifact is not beside the plugin's jar");
            }
            return reader.read(stream);
        } catch (IOException e) {
            throw MemoryException.embeddingUnavailable("cannot read " + resource, Duration.ofSeconds(5), e);
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(InputStream stream) throws IOException;
    }
}
