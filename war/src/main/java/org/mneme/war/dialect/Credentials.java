package org.mneme.war.dialect;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Find the key in a request, as the clients of each dialect send it. */
final class Credentials {

    private Credentials() {}

    /**
     * Return the key, if there is one.
     *
     * @param headers gives the value of a header, null if it was not sent; names in any case
     */
    static Optional<String> of(Dialect dialect, UnaryOperator<String> headers) {
        return switch (dialect) {
            case RETAINR, GOMEMORY, ADMIN -> authorization(headers, "bearer");
            case RETAINDB -> authorization(headers, "bearer").or(() -> apiKey(headers));
            case XTRACE ->
                apiKey(headers).or(() -> authorization(headers, "bearer")).or(() -> authorization(headers, "token"));
        };
    }

    private static Optional<String> authorization(UnaryOperator<String> headers, String scheme) {
        String header = headers.apply("Authorization");
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(scheme + " ")) {
            return Optional.empty();
        }
        return given(header.substring(scheme.length()));
    }

    private static Optional<String> apiKey(UnaryOperator<String> headers) {
        String header = headers.apply("X-API-Key");
        return header == null ? Optional.empty() : given(header);
    }

    private static Optional<String> given(String text) {
        return Optional.of(text.strip()).filter(key -> !key.isEmpty());
    }
}
