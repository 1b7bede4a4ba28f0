package org.mneme.embedding.http;

import java.util.List;
import java.util.Optional;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;

/** Provide Voyage's models: {@code mneme.embedding=voyage}. */
public final class VoyageEmbeddingProvider implements EmbeddingProvider {

    /** The API takes 1,000 texts a request, and 120,000 tokens with its largest models. */
    private static final RemoteDefaults DEFAULTS =
            new RemoteDefaults("https://api.voyageai.com/v1", Optional.of("voyage-3.5"), true, 128, 1_000, "30s");

    @Override
    public String id() {
        return "voyage";
    }

    @Override
    public List<Option> options() {
        return DEFAULTS.declared();
    }

    @Override
    public EmbeddingModel open(PluginContext context) {
        return RemoteEmbeddingModel.open(
                new VoyageProtocol(), RemoteOptions.from(context.options(), DEFAULTS), context.clock());
    }
}
