package org.mneme.embedding.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.mneme.api.MemoryException;
import org.mneme.spi.Options;

/**
 * Hold what an operator set for a service; see {@link RemoteDefaults} for what each means.
 *
 * @param shortenTo the dimension the service is asked for, if it is asked for one
 */
record RemoteOptions(
        URI url,
        Optional<String> apiKey,
        String model,
        OptionalInt dimension,
        OptionalInt shortenTo,
        int batchSize,
        int windowTokens,
        int parallelism,
        Duration timeout,
        Duration connectTimeout,
        Duration retryFor) {

    /** More components than any known model gives; an answer is read only up to a size that follows from it. */
    static final int MOST_COMPONENTS = 16_384;

    RemoteOptions {
        String scheme = url.getScheme();
        if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw MemoryException.invalid("url", "url must be an http or https address with a host, not " + url);
        }
        if (url.getUserInfo() != null) {
            throw MemoryException.invalid("url", "url must not hold a password; use api-key");
        }
        dimension.ifPresent(value -> requireRange("dimension", value, 1, MOST_COMPONENTS));
        requireRange("window-tokens", windowTokens, 32, 30_000);
        requireRange("parallelism", parallelism, 1, 256);
        requirePositive("timeout", timeout);
        requirePositive("connect-timeout", connectTimeout);
    }

    static RemoteOptions from(Options options, RemoteDefaults defaults) {
        OptionalInt dimension = options.find("dimension").isPresent()
                ? OptionalInt.of(options.getInt("dimension"))
                : OptionalInt.empty();
        boolean shorten = options.getBoolean("shorten");
        if (shorten && dimension.isEmpty()) {
            throw MemoryException.invalid("shorten", "shorten needs a dimension to shorten to");
        }
        requireRange("batch-size", options.getInt("batch-size"), 1, defaults.mostTexts());
        return new RemoteOptions(
                options.getUri("url"),
                options.find("api-key").filter(key -> !key.isBlank()),
                options.getString("model"),
                dimension,
                shorten ? dimension : OptionalInt.empty(),
                options.getInt("batch-size"),
                options.getInt("window-tokens"),
                options.getInt("parallelism"),
                options.getDuration("timeout"),
                options.getDuration("connect-timeout"),
                options.getDuration("retry-for"));
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return model + " at " + url;
    }

    private static void requireRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw MemoryException.invalid(name, name + " must be " + least + " to " + most + ", not " + value);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw MemoryException.invalid(name, name + " must be longer than nothing");
        }
    }
}
