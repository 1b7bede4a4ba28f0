package org.mneme.embedding.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;

/** Provide the models of an Ollama server: {@code mneme.embedding=ollama}. */
public final class OllamaEmbeddingProvider implements EmbeddingProvider {

    /** A request may have to wait for Ollama to load the model, so it may take long. */
    private static final RemoteDefaults DEFAULTS =
            new RemoteDefaults("http://localhost:11434", Optional.empty(), false, 32, 1_024, "120s");

    private static final String KEEP_ALIVE = "keep-alive";

    @Override
    public String id() {
        return "ollama";
    }

    @Override
    public List<Option> options() {
        Option keepAlive = Option.of(
                KEEP_ALIVE,
                Option.Type.STRING,
                "How long Ollama keeps the model in memory after a request, such as 30m; Ollama's own default without it.");
        return DEFAULTS.declared(Stream.concat(Stream.of(keepAlive), Prefixes.declared().stream())
                .toArray(Option[]::new));
    }

    @Override
    public EmbeddingModel open(PluginContext context) {
        EmbeddingProtocol protocol =
                new OllamaProtocol(context.options().find(KEEP_ALIVE), Prefixes.from(context.options()));
        return RemoteEmbeddingModel.open(protocol, RemoteOptions.from(context.options(), DEFAULTS), context.clock());
    }
}
