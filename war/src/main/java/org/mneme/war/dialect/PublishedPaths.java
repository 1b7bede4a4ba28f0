package org.mneme.war.dialect;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Paths;

/**
 * Show the addresses in the OpenAPI document as callers use them: without the prefix of the dialect wherever the rest of
 * the address says enough.
 */
public class PublishedPaths implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
            return;
        }
        Paths published = OASFactory.createPaths();
        document.getPaths().getPathItems().forEach((path, item) -> published.addPathItem(publish(path), item));
        document.setPaths(published);
    }

    /** Return the shortest address that leads to the same resource without any key or header. */
    static String publish(String path) {
        for (Dialect dialect : Dialect.values()) {
            if (!path.startsWith(dialect.prefix() + "/")) {
                continue;
            }
            String rest = path.substring(dialect.prefix().length());
            return DialectDecision.of("GET", rest, header -> null).path().equals(path) ? rest : path;
        }
        return path;
    }
}
