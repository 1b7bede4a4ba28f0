package org.mneme.extract.llm;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mneme.api.MemoryException;
import org.mneme.spi.Option;
import org.mneme.spi.Option.Type;
import org.mneme.spi.Options;

/** Hold what an operator set for the model. */
record LlmOptions(
        URI url,
        Optional<String> apiKey,
        String model,
        double temperature,
        int maxTokens,
        int maxInput,
        boolean jsonMode,
        Duration timeout,
        Duration connectTimeout,
        Duration retryFor) {

    LlmOptions {
        String scheme = url.getScheme();
        if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw MemoryException.invalid("url", "url must be an http or https address with a host, not " + url);
        }
        if (url.getUserInfo() != null) {
            throw MemoryException.invalid("url", "url must not hold a password; use api-key");
        }
        if (maxTokens < 64 || maxTokens > 100_000) {
            throw MemoryException.invalid("max-tokens", "max-tokens must be 64 to 100000, not " + maxTokens);
        }
        if (maxInput < 1_000 || maxInput > 1_000_000) {
            throw MemoryException.invalid("max-input", "max-input must be 1000 to 1000000 characters, not " + maxInput);
        }
        if (!(temperature >= 0 && temperature <= 2)) {
            throw MemoryException.invalid("temperature", "temperature must be 0 to 2, not " + temperature);
        }
        requirePositive("timeout", timeout);
        requirePositive("connect-timeout", connectTimeout);
    }

    static List<Option> declared() {
        return List.of(
                Option.of(
                                "url",
                                Type.URI,
                                "Base address of an OpenAI-compatible service; /chat/completions is added to it.")
                        .mandatory(),
                Option.of("model", Type.STRING, "Name of the model, as the service has it.")
                        .mandatory(),
                Option.of("api-key", Type.STRING, "Key sent as a bearer token; none for a service without keys.")
                        .asSecret(),
                Option.of("temperature", Type.NUMBER, "Sampling temperature; 0 for the same answer every time.")
                        .withDefault("0"),
                Option.of("max-tokens", Type.INTEGER, "Most tokens of one answer; a longer one counts as failed.")
                        .withDefault("2000"),
                Option.of(
                                "max-input",
                                Type.INTEGER,
                                "Most characters of messages in one request; longer conversations take several.")
                        .withDefault("12000"),
                Option.of(
                                "json-mode",
                                Type.BOOLEAN,
                                "Whether the service is asked for JSON by response_format; false for one that refuses it.")
                        .withDefault("true"),
                Option.of("timeout", Type.DURATION, "Longest wait for one answer.")
                        .withDefault("30s"),
                Option.of("connect-timeout", Type.DURATION, "Longest wait for a connection.")
                        .withDefault("5s"),
                Option.of(
                                "retry-for",
                                Type.DURATION,
                                "How long a conversation's failing requests are repeated before the rules take over.")
                        .withDefault("60s"));
    }

    static LlmOptions from(Options options) {
        return new LlmOptions(
                options.getUri("url"),
                options.find("api-key").filter(key -> !key.isBlank()),
                options.getString("model"),
                options.getDouble("temperature"),
                options.getInt("max-tokens"),
                options.getInt("max-input"),
                options.getBoolean("json-mode"),
                options.getDuration("timeout"),
                options.getDuration("connect-timeout"),
                options.getDuration("retry-for"));
    }

    /** Return the address of the chat endpoint, whether or not it is written out already. */
    URI endpoint() {
        String text = url.toString().replaceFirst("/+$", "");
        if (url.getRawQuery() != null || text.endsWith("/chat/completions")) {
            return url;
        }
        return URI.create(text + "/chat/completions");
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return model + " at " + url;
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw MemoryException.invalid(name, name + " must be longer than nothing");
        }
    }
}
