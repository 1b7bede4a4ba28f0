package org.mneme.war.retainr;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.mneme.war.json.JsonBody;

/** What {@code POST /v1/webhooks/{id}/rotate-secret} takes; an empty object is enough. */
@Schema(name = "RetainrSecretRotation")
record RotationRequest(
        @Schema(description = "The new secret; made if absent.")
        Optional<String> secret,

        @Schema(
                description = "How long the former secret still signs beside the new one; a day unless configured.",
                minimum = "0",
                maximum = "2592000")
        Optional<Long> overlapSeconds) {

    private static final int SECRET = 4096;
    private static final long LONGEST = 2_592_000;

    static RotationRequest of(JsonBody body) {
        OptionalLong overlap = body.longInteger("overlap_seconds", 0, LONGEST);
        return new RotationRequest(
                body.text("secret", SECRET), overlap.isPresent() ? Optional.of(overlap.getAsLong()) : Optional.empty());
    }

    Optional<Duration> overlap() {
        return overlapSeconds.map(Duration::ofSeconds);
    }

    @Override
    public String toString() {
        return "RotationRequest[overlapSeconds=" + overlapSeconds + "]";
    }
}
