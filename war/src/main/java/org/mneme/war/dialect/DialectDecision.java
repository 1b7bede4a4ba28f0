package org.mneme.war.dialect;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Decide once which dialect a request is in, by the strongest sign there is: prefix, path, key, headers; else retainr.
 *
 * @param dialect the dialect whose resources and error envelope answer
 * @param path the raw path that is matched, with the dialect's prefix, or without one where all dialects share an address
 */
public record DialectDecision(Dialect dialect, String path) {

    /** The name of the request attribute that holds the decision. */
    public static final String ATTRIBUTE = "org.mneme.dialect";

    private static final List<String> SHARED = List.of("/health", "/openapi");
    private static final List<String> ONLY_RETAINR =
            List.of("/v1/webhooks", "/v1/workspace", "/v1/memories/export", "/v1/memories/context");
    /** Only retainr deletes all of them; what is below is shared. */
    private static final List<String> ALL_MEMORIES = List.of("/v1/memories", "/v1/memories/");

    private static final List<String> ONLY_RETAINDB =
            List.of("/v1/memory", "/v1/context", "/v1/agent/memory", "/v1/jobs");
    private static final List<String> ONLY_XTRACE = List.of("/v1/memories/jobs");
    private static final List<String> ONLY_GOMEMORY = List.of(
            "/create/user", "/add_memory", "/get_status", "/get_memory", "/get_all", "/get_core", "/delete_memory");
    /** Where more than one dialect answers, so that the key must tell. */
    private static final List<String> SEVERAL = List.of("/v1/memories");

    private static final Map<String, Dialect> KEY_PREFIXES = Map.of(
            "rec_live_", Dialect.RETAINR, "rdb_", Dialect.RETAINDB, "xtk_", Dialect.XTRACE, "gmk_", Dialect.GOMEMORY);
    private static final List<String> LARGE_BODIES = List.of(
            "/retaindb/v1/memory/bulk", "/retaindb/v1/memory/ingest", "/xtrace/v1/memories", "/gomemory/add_memory");

    /**
     * Decide about a request; nothing of its body is read.
     *
     * @param imported gives the dialect that is stored with a key whose first characters do not tell
     */
    public static DialectDecision of(HttpServletRequest request, Function<String, Optional<Dialect>> imported) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return of(request.getMethod(), path, request::getHeader, imported);
    }

    /**
     * Decide about a request.
     *
     * @param path the raw path below the context root
     * @param headers gives the value of a header, null if it was not sent; names in any case
     * @param imported gives the dialect that is stored with a key whose first characters do not tell
     */
    static DialectDecision of(
            String method, String path, UnaryOperator<String> headers, Function<String, Optional<Dialect>> imported) {
        for (Dialect dialect : Dialect.values()) {
            if (isAt(path, dialect.prefix())) {
                return prefixed(dialect, path);
            }
        }
        if (isAtAny(path, SHARED)) {
            return new DialectDecision(Dialect.RETAINR, path);
        }
        Dialect dialect = byPath(method, path)
                .or(() -> byKey(headers, isAtAny(path, SEVERAL) ? imported : key -> Optional.empty()))
                .or(() -> byHeaders(headers))
                .orElse(Dialect.RETAINR);
        return new DialectDecision(dialect, dialect.prefix() + path);
    }

    /** Tell whether the address is no dialect's own, but one for everybody, without a key. */
    public boolean isShared() {
        return isAtAny(path, SHARED);
    }

    /** Tell whether the address takes many memories or a conversation at once. */
    public boolean takesLargeBodies() {
        return isAtAny(path, LARGE_BODIES);
    }

    private static DialectDecision prefixed(Dialect dialect, String path) {
        String rest = path.substring(dialect.prefix().length());
        return new DialectDecision(dialect, isAtAny(rest, SHARED) ? rest : path);
    }

    private static Optional<Dialect> byPath(String method, String path) {
        if (isAtAny(path, ONLY_RETAINR) || (method.equals("DELETE") && ALL_MEMORIES.contains(path))) {
            return Optional.of(Dialect.RETAINR);
        }
        if (isAtAny(path, ONLY_RETAINDB)) {
            return Optional.of(Dialect.RETAINDB);
        }
        if (isAtAny(path, ONLY_XTRACE)) {
            return Optional.of(Dialect.XTRACE);
        }
        return isAtAny(path, ONLY_GOMEMORY) ? Optional.of(Dialect.GOMEMORY) : Optional.empty();
    }

    private static Optional<Dialect> byKey(
            UnaryOperator<String> headers, Function<String, Optional<Dialect>> imported) {
        List<String> keys = keys(headers);
        return first(keys, DialectDecision::byKeyPrefix).or(() -> first(keys, imported));
    }

    private static Optional<Dialect> first(List<String> keys, Function<String, Optional<Dialect>> dialectOf) {
        return keys.stream().map(dialectOf).flatMap(Optional::stream).findFirst();
    }

    private static List<String> keys(UnaryOperator<String> headers) {
        List<String> keys = new ArrayList<>();
        String authorization = headers.apply("Authorization");
        if (authorization != null) {
            keys.add(authorization.substring(authorization.indexOf(' ') + 1).strip());
        }
        String key = headers.apply("X-API-Key");
        if (key != null) {
            keys.add(key.strip());
        }
        return keys;
    }

    private static Optional<Dialect> byKeyPrefix(String key) {
        return KEY_PREFIXES.entrySet().stream()
                .filter(prefix -> key.startsWith(prefix.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Optional<Dialect> byHeaders(UnaryOperator<String> headers) {
        String authorization = headers.apply("Authorization");
        boolean token =
                authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith("token ");
        if (token || headers.apply("X-Org-Id") != null || headers.apply("X-Xtrace-Client") != null) {
            return Optional.of(Dialect.XTRACE);
        }
        boolean sdk = headers.apply("x-sdk-runtime") != null || headers.apply("x-sdk-version") != null;
        return sdk ? Optional.of(Dialect.RETAINDB) : Optional.empty();
    }

    private static boolean isAtAny(String path, List<String> roots) {
        return roots.stream().anyMatch(root -> isAt(path, root));
    }

    private static boolean isAt(String path, String root) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }
}
