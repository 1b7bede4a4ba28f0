package org.mneme.war.retainr;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.mneme.api.Attribute;
import org.mneme.api.Ids;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.core.memory.Remember;
import org.mneme.core.workspace.Caller;
import org.mneme.core.workspace.Plan;
import org.mneme.war.json.JsonBody;

/** What {@code POST /v1/memories} takes. */
@Schema(
        name = "RetainrStoreRequest",
        requiredProperties = {"content", "namespace"})
record StoreRequest(
        @Schema(
                description = "The text to embed and store. Its length is bounded by the plan.",
                maxLength = Limits.CONTENT)
        String content,

        @Schema(description = "What memories are grouped by, such as customer:alice.", maxLength = Limits.NAMESPACE)
        String namespace,

        @Schema(description = "Up to 20 words to filter by, each up to 64 characters.", maxItems = Limits.TAGS)
        List<String> tags,

        @Schema(
                description = "Seconds until the memory deletes itself; absent for never.",
                minimum = "1",
                maximum = "31536000")
        Integer ttlSeconds,

        @Schema(
                description = "The cosine similarity from which on the nearest memory of the namespace is updated"
                        + " instead of a new one being stored; 0 always stores a new one.",
                minimum = "0",
                maximum = "1",
                defaultValue = "0")
        Double dedupThreshold,

        @Schema(description = "Any JSON object; it comes back as it was.")
        Map<String, Object> metadata) {

    /** The projects of another dialect see what this one stores under this one. */
    private static final String PROJECT = "default";

    /** Read a request; the default namespace is used where none is given. */
    static StoreRequest of(JsonBody body, Optional<String> defaultNamespace) {
        String content = body.requireText("content", Integer.MAX_VALUE);
        String namespace = Fields.namespace(body)
                .or(() -> defaultNamespace)
                .orElseGet(() -> body.requireText("namespace", Limits.NAMESPACE));
        OptionalInt ttl = body.integer("ttl_seconds", 1, Limits.TTL_SECONDS);
        return new StoreRequest(
                content,
                namespace,
                Fields.tags(body),
                ttl.isPresent() ? ttl.getAsInt() : null,
                body.number("dedup_threshold", 0, 1).orElse(0),
                body.map("metadata"));
    }

    /**
     * Make the command.
     *
     * @throws MemoryException of kind {@code TOO_LARGE} if the content is over the limit of the caller's plan
     */
    Remember command(Caller caller, Clock clock) {
        checkLength(caller.plan());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Scope place = caller.scope().with(Attribute.NAMESPACE, namespace).with(Attribute.PROJECT, PROJECT);
        Memory draft = Memory.builder(Ids.next("mem_", now), place, content, now)
                .tags(tags)
                .metadata(metadata)
                .build();
        return new Remember(draft, Optional.ofNullable(ttlSeconds).map(Duration::ofSeconds), dedupThreshold);
    }

    private void checkLength(Plan plan) {
        int length = content.codePointCount(0, content.length());
        if (length > plan.contentLimit()) {
            throw MemoryException.tooLarge(
                    "content_too_large",
                    "content",
                    "content must have at most " + plan.contentLimit() + " characters on the plan " + plan.name()
                            + ", but has " + length);
        }
    }
}
