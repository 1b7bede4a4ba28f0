package org.mneme.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Describe who wants to be told, of what, and where.
 *
 * @param id {@code wh_…}
 * @param workspace the id of the workspace it belongs to
 * @param name what people call it
 * @param notifier the id of the notifier plugin that delivers
 * @param url the address, in the notifier's terms
 * @param event which memories it wants
 * @param namespace the only namespace it wants, if it wants one
 * @param watch what a {@link Event#MEMORY_WATCH} looks for
 * @param enabled whether deliveries are made
 * @param consecutiveFailures failed deliveries since the last success
 * @param secret the signing secret, encrypted
 * @param previousSecret the secret before the last rotation, encrypted, while it is still valid
 * @param version one more with each change, so that a change on an older state is noticed
 */
public record Webhook(
        String id,
        String workspace,
        String name,
        String notifier,
        String url,
        Event event,
        Optional<String> namespace,
        Optional<Watch> watch,
        boolean enabled,
        int consecutiveFailures,
        String secret,
        Optional<PreviousSecret> previousSecret,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** Which memories a webhook wants. */
    public enum Event {
        MEMORY_CREATED("memory.created"),
        MEMORY_WATCH("memory.watch");

        private final String word;

        Event(String word) {
            this.word = word;
        }

        /** Return the word of the wire. */
        public String word() {
            return word;
        }

        /** Return the event a word names, if any. */
        public static Optional<Event> ofWord(String word) {
            for (Event event : values()) {
                if (event.word.equals(word)) {
                    return Optional.of(event);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Say what a watch looks for.
     *
     * @param query the text looked for
     * @param threshold the least cosine that counts, 0.5 … 1
     */
    public record Watch(String query, double threshold) {
        public Watch {
            Objects.requireNonNull(query, "query");
        }
    }

    /** Hold an encrypted secret that is still accepted until a moment. */
    public record PreviousSecret(String secret, Instant until) {
        public PreviousSecret {
            Objects.requireNonNull(secret, "secret");
            Objects.requireNonNull(until, "until");
        }

        @Override
        public String toString() {
            return "PreviousSecret[until=" + until + "]";
        }
    }

    public Webhook {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(workspace, "workspace");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(notifier, "notifier");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(watch, "watch");
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(previousSecret, "previousSecret");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
    }

    /** Begin a webhook that is enabled, has not failed yet and was never changed. */
    public static WebhookBuilder builder(String id, String workspace, Instant createdAt) {
        return new WebhookBuilder(id, workspace, createdAt);
    }

    /** Begin a changed copy of this webhook. */
    public WebhookBuilder toBuilder() {
        return new WebhookBuilder(this);
    }

    /** Return this webhook as one that nothing is delivered to. */
    public Webhook disabled(Instant now) {
        return toBuilder().enabled(false).updatedAt(now).build();
    }

    /** Return this webhook after its failures were counted, or it was changed; when it last changed stays. */
    public Webhook counted(boolean enabled, int consecutiveFailures, long version) {
        return toBuilder()
                .enabled(enabled)
                .consecutiveFailures(consecutiveFailures)
                .version(version)
                .build();
    }

    @Override
    public String toString() {
        return "Webhook[id=" + id + ", workspace=" + workspace + ", event=" + event + ", enabled=" + enabled + "]";
    }
}
