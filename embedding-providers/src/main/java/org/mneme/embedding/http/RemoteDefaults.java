package org.mneme.embedding.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mneme.spi.Option;

/**
 * Declare the options that all services have, with the defaults of one of them.
 *
 * @param url where the service is
 * @param model the model to use unless another is configured
 * @param keyRequired whether the service serves nobody without a key
 * @param batchSize how many texts go into one request
 * @param mostTexts how many texts the service takes in one request
 * @param timeout how long one request may take
 */
record RemoteDefaults(
        String url, Optional<String> model, boolean keyRequired, int batchSize, int mostTexts, String timeout) {

    List<Option> declared(Option... more) {
        Option model = Option.of("model", Option.Type.STRING, "The model, as the service calls it.");
        Option key = Option.of("api-key", Option.Type.STRING, "The key sent with every request.")
                .asSecret();
        List<Option> options = new ArrayList<>(List.of(
                Option.of("url", Option.Type.URI, "Where the service is; its endpoint is appended to the path.")
                        .withDefault(url),
                keyRequired ? key.mandatory() : key,
                this.model.map(model::withDefault).orElseGet(model::mandatory),
                Option.of(
                        "dimension",
                        Option.Type.INTEGER,
                        "The number of components of the model's vectors; without it the service is asked once at start."),
                Option.of(
                                "shorten",
                                Option.Type.BOOLEAN,
                                "Whether the service is to shorten its vectors to the dimension configured.")
                        .withDefault("false"),
                Option.of(
                                "batch-size",
                                Option.Type.INTEGER,
                                "How many texts go into one request, 1 to " + mostTexts + ".")
                        .withDefault(Integer.toString(batchSize)),
                Option.of(
                                "window-tokens",
                                Option.Type.INTEGER,
                                "The most tokens of a text, by estimate, that share one vector; a longer text gets a vector for each window.")
                        .withDefault("250"),
                Option.of("parallelism", Option.Type.INTEGER, "How many requests are under way at the same time.")
                        .withDefault("4"),
                Option.of("timeout", Option.Type.DURATION, "How long one request may take.")
                        .withDefault(timeout),
                Option.of("connect-timeout", Option.Type.DURATION, "How long connecting may take.")
                        .withDefault("5s"),
                Option.of(
                                "retry-for",
                                Option.Type.DURATION,
                                "How long a call that fails is repeated before the caller is told to come back later.")
                        .withDefault("20s")));
        options.addAll(List.of(more));
        return options;
    }
}
