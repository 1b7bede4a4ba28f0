package org.mneme.embedding.http;

import java.util.List;
import java.util.Optional;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;

/** Provide Cohere's models: {@code mneme.embedding=cohere}. */
public final class CohereEmbeddingProvider implements EmbeddingProvider {

    /** The API takes 96 texts a request. */
    private static final RemoteDefaults DEFAULTS =
            new RemoteDefaults("https://api.cohere.com", Optional.of("embed-v4.0"), true, 96, 96, "30s");

    @Override
    public String id() {
        return "cohere";
    }

    @Override
    public List<Option> options() {
        return DEFAULTS.declared();
    }

    @Override
    public EmbeddingModel open(PluginContext context) {
        return RemoteEmbeddingModel.open(
                new CohereProtocol(), RemoteOptions.from(context.options(), DEFAULTS), context.clock());
    }
}
