package org.mneme.embedding.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;

/**
 * Provide the models of OpenAI, Azure OpenAI and every server that speaks the same API: {@code mneme.embedding=openai}.
 *
 * <p>For Azure: {@code url=https://<resource>.openai.azure.com/openai/v1} (or {@code
 * …/openai/deployments/<deployment>?api-version=2024-10-21}), {@code auth=api-key}, and the deployment's name as model.
 */
public final class OpenAiEmbeddingProvider implements EmbeddingProvider {

    /** 2,048 texts a request is the API's own limit; smaller batches lose less when one fails. */
    private static final RemoteDefaults DEFAULTS = new RemoteDefaults(
            "https://api.openai.com/v1", Optional.of("text-embedding-3-small"), false, 128, 2_048, "30s");

    private static final String AUTH = "auth";
    private static final String API_KEY = "api-key";

    @Override
    public String id() {
        return "openai";
    }

    @Override
    public List<Option> options() {
        Option auth = Option.of(
                        AUTH,
                        Option.Type.STRING,
                        "How the key is sent: bearer (OpenAI, most servers) or api-key (Azure).")
                .withDefault("bearer")
                .oneOf("bearer", API_KEY);
        return DEFAULTS.declared(
                Stream.concat(Stream.of(auth), Prefixes.declared().stream()).toArray(Option[]::new));
    }

    @Override
    public EmbeddingModel open(PluginContext context) {
        boolean azure = context.options().getString(AUTH).equals(API_KEY);
        EmbeddingProtocol protocol = new OpenAiProtocol(
                azure ? Endpoints::apiKeyHeader : Endpoints::bearer, Prefixes.from(context.options()));
        return RemoteEmbeddingModel.open(protocol, RemoteOptions.from(context.options(), DEFAULTS), context.clock());
    }
}
