package org.mneme.war.retainr;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.mneme.war.json.JsonBody;

/** What {@code POST /v1/workspace/apikeys} takes. */
@Schema(name = "RetainrKeyRequest", requiredProperties = "name")
record KeyRequest(
        @Schema(description = "What people call the key.", maxLength = Limits.NAME)
        String name) {

    static KeyRequest of(JsonBody body) {
        return new KeyRequest(body.requireText("name", Limits.NAME).strip());
    }
}
