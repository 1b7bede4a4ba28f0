package org.mneme.war.retaindb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.mneme.war.server.WireClient;

/** Every route of this dialect, as the server describes itself: what is added there is asked for by the tests, too. */
final class Routes {

    private static final String PREFIX = "/retaindb";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** A method and the template of a path, without the prefix of the dialect: {@code /v1/memory/{id}}. */
    record Route(String method, String template) {

        /** Tell whether a request was sent to this route rather than to one with another word in the same place. */
        boolean isOf(String sentMethod, String path) {
            return method.equals(sentMethod) && path.matches(template.replaceAll("\\{[^}]+}", "[^/]+"));
        }

        /** Return the path with the same word in place of each variable. */
        String path(String word) {
            return template.replaceAll("\\{[^}]+}", word);
        }

        boolean isFixed() {
            return !template.contains("{");
        }

        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    private Routes() {}

    static List<Route> of(WireClient http) {
        JsonNode paths = http.get("/openapi?format=JSON").expect(200).at("/paths");
        return stream(paths.properties())
                .filter(path -> path.getKey().startsWith(PREFIX + "/"))
                .flatMap(path -> stream(path.getValue().properties())
                        .map(Map.Entry::getKey)
                        .filter(METHODS::contains)
                        .map(method -> new Route(
                                method.toUpperCase(Locale.ROOT), path.getKey().substring(PREFIX.length()))))
                .toList();
    }

    private static <T> Stream<T> stream(Iterable<T> all) {
        return StreamSupport.stream(all.spliterator(), false);
    }

    /** Return the route a request was sent to; one without variables before one with them. */
    static Route of(List<Route> routes, String method, String path) {
        return routes.stream()
                .filter(route -> route.isOf(method, path))
                .min(java.util.Comparator.comparing(route -> !route.isFixed()))
                .orElseThrow(() -> new AssertionError("the server does not describe " + method + " " + path));
    }
}
