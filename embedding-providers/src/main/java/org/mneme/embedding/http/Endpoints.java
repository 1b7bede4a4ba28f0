package org.mneme.embedding.http;

import java.net.URI;
import java.util.Map;

/** Make addresses and headers that several services share. */
final class Endpoints {

    private Endpoints() {}

    /** Append to the path of an address, keeping its query: Azure wants {@code ?api-version=…}. */
    static URI append(URI base, String path) {
        String head = base.getScheme() + "://" + base.getRawAuthority();
        String before = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
        String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
        return URI.create(head + before + path + query);
    }

    static Map<String, String> bearer(String apiKey) {
        return Map.of("Authorization", "Bearer " + apiKey);
    }

    static Map<String, String> apiKeyHeader(String apiKey) {
        return Map.of("api-key", apiKey);
    }
}
