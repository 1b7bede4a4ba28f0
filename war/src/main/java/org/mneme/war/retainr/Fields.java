package org.mneme.war.retainr;

import java.util.List;
import java.util.Optional;
import org.mneme.war.json.JsonBody;

/** Read the fields that several requests have. */
final class Fields {

    private Fields() {}

    /** Return the namespace, if it is given; a blank one is refused rather than taken for all namespaces. */
    static Optional<String> namespace(JsonBody body) {
        Optional<String> namespace = body.text("namespace", Limits.NAMESPACE);
        if (namespace.filter(String::isBlank).isPresent()) {
            throw body.invalid("namespace", "must not be blank");
        }
        return namespace;
    }

    /** Return the tags; empty if there are none. */
    static List<String> tags(JsonBody body) {
        List<String> tags = body.texts("tags", Limits.TAGS, Limits.TAG);
        for (int i = 0; i < tags.size(); i++) {
            if (tags.get(i).isBlank()) {
                throw body.invalid("tags[" + i + "]", "must not be blank");
            }
        }
        return tags;
    }
}
