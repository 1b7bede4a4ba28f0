package org.mneme.core.webhook;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mneme.api.MemoryException;
import org.mneme.api.Webhook;

/** Check the fields of a webhook, with the bounds and defaults of the retainr documents. */
final class WebhookFields {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_QUERY = 2_000;
    private static final int LONGEST_NAMESPACE = 512;
    private static final int LONGEST_SECRET = 256;
    private static final double LEAST_THRESHOLD = 0.5;
    private static final double DEFAULT_THRESHOLD = 0.75;
    private static final String OWN_FORM = "whsec_";
    private static final SecureRandom RANDOM = new SecureRandom();

    private WebhookFields() {}

    static String name(String name) {
        return text("name", name, LONGEST_NAME);
    }

    static Optional<String> namespace(Optional<String> namespace) {
        return namespace.filter(text -> !text.isBlank()).map(text -> text("namespace_filter", text, LONGEST_NAMESPACE));
    }

    private static String text(String field, String text, int longest) {
        if (text.isBlank()) {
            throw MemoryException.invalid(field, field + " must not be blank");
        }
        if (text.length() > longest) {
            throw MemoryException.invalid(field, field + " must have at most " + longest + " characters");
        }
        return text;
    }

    static Webhook.Event event(String word) {
        return Webhook.Event.ofWord(word).orElseThrow(() -> {
            String words = Arrays.stream(Webhook.Event.values())
                    .map(Webhook.Event::word)
                    .collect(Collectors.joining(" or "));
            return MemoryException.invalid("event_type", "event_type must be " + words);
        });
    }

    /** Return what a new webhook watches; one that wants every memory watches nothing, whatever else it says. */
    static Optional<Webhook.Watch> watch(Webhook.Event event, Optional<String> query, Optional<Double> threshold) {
        double least = threshold(threshold.orElse(DEFAULT_THRESHOLD));
        return switch (event) {
            case MEMORY_CREATED -> Optional.empty();
            case MEMORY_WATCH -> Optional.of(new Webhook.Watch(query(query), least));
        };
    }

    /** Return what a webhook watches after a change. */
    static Optional<Webhook.Watch> changed(
            Optional<Webhook.Watch> present, Optional<String> query, Optional<Double> threshold) {
        if (query.isEmpty() && threshold.isEmpty()) {
            return present;
        }
        Webhook.Watch watch = present.orElseThrow(() -> MemoryException.invalid(
                query.isPresent() ? "watch_query" : "watch_threshold",
                "watch_query and watch_threshold are only for webhooks of memory.watch"));
        return Optional.of(new Webhook.Watch(
                query.isPresent() ? query(query) : watch.query(), threshold(threshold.orElse(watch.threshold()))));
    }

    private static String query(Optional<String> query) {
        return text(
                "watch_query",
                query.orElseThrow(
                        () -> MemoryException.invalid("watch_query", "watch_query is required for memory.watch")),
                LONGEST_QUERY);
    }

    private static double threshold(double threshold) {
        if (!(threshold >= LEAST_THRESHOLD && threshold <= 1)) {
            throw MemoryException.invalid("watch_threshold", "watch_threshold must be 0.5 to 1.0");
        }
        return threshold;
    }

    /** Return the given secret, checked, or a new one in the form that Standard Webhooks libraries take as it is. */
    static String secret(Optional<String> given) {
        if (given.isEmpty()) {
            byte[] bytes = new byte[32];
            RANDOM.nextBytes(bytes);
            return OWN_FORM + Base64.getEncoder().encodeToString(bytes);
        }
        String secret = text("secret", given.get(), LONGEST_SECRET);
        if (secret.startsWith(OWN_FORM) && !isBase64(secret.substring(OWN_FORM.length()))) {
            throw MemoryException.invalid("secret", "a secret that begins with whsec_ must continue in base 64");
        }
        return secret;
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
