package org.mneme.war.retainr;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.mneme.api.Filter;
import org.mneme.war.json.JsonBody;

/** What {@code DELETE /v1/memories} takes: at least one of its fields, so that nobody empties a workspace by mistake. */
@Schema(name = "RetainrDeleteRequest")
record DeleteRequest(
        @Schema(description = "Delete the memories of this namespace.")
        Optional<String> namespace,

        @Schema(description = "Delete only memories with all of these tags.", maxItems = Limits.TAGS)
        List<String> tags) {

    static DeleteRequest of(JsonBody body) {
        DeleteRequest request = new DeleteRequest(Fields.namespace(body), Fields.tags(body));
        if (request.namespace.isEmpty() && request.tags.isEmpty()) {
            throw body.invalid("namespace", "or tags is required: a deletion without a filter is refused");
        }
        return request;
    }

    /** Mean history too: what was replaced by something newer is erased with it. */
    Filter filter() {
        return Filter.all().tagged(tags);
    }
}
