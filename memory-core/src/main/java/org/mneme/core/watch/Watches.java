package org.mneme.core.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mneme.api.Attribute;
import org.mneme.api.Embedding;
import org.mneme.api.Memory;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.EmbeddingSpaces;

/**
 * What the webhooks of one workspace wish for, as of one revision, with all watched vectors in one matrix. Immutable.
 *
 * <p>A store compares a memory with thousands of watches: 1,000 of 384 components are 1.5 MB read in order, well below a
 * millisecond, beside the several an embedding takes.
 */
final class Watches {

    /** A webhook that wants to hear of a memory; and how near that is, if it watches for something. */
    record Match(Webhook webhook, Optional<Double> score) {}

    private final long revision;
    private final EmbeddingSpaces.Space space;
    private final List<Webhook> everything;
    private final List<Webhook> watching;
    private final float[] matrix;
    private final int dimension;
    private final Map<String, float[]> vectors;

    private Watches(
            long revision,
            EmbeddingSpaces.Space space,
            List<Webhook> everything,
            List<Webhook> watching,
            Map<String, float[]> vectors) {
        this.revision = revision;
        this.space = space;
        this.dimension = space.dimension();
        this.everything = everything;
        this.watching = watching;
        this.vectors = vectors;
        this.matrix = new float[watching.size() * dimension];
        for (int row = 0; row < watching.size(); row++) {
            float[] vector = vectors.get(watching.get(row).watch().orElseThrow().query());
            System.arraycopy(vector, 0, matrix, row * dimension, dimension);
        }
    }

    /**
     * Take in the webhooks of a workspace.
     *
     * @param before what was known so far, whose vectors are used again
     * @param space the model in use
     * @param embed makes the vector of a query
     */
    static Watches of(
            List<Webhook> webhooks,
            long revision,
            EmbeddingSpaces.Space space,
            Optional<Watches> before,
            Function<String, Embedding> embed) {
        Map<String, float[]> known = before.filter(watches -> watches.space.equals(space))
                .map(watches -> watches.vectors)
                .orElse(Map.of());
        List<Webhook> enabled = webhooks.stream().filter(Webhook::enabled).toList();
        List<Webhook> watching =
                enabled.stream().filter(webhook -> webhook.watch().isPresent()).toList();
        Map<String, float[]> vectors = new HashMap<>();
        for (Webhook webhook : watching) {
            vectors.computeIfAbsent(webhook.watch().orElseThrow().query(), query -> {
                float[] vector = known.get(query);
                return vector == null ? embed.apply(query).single() : vector;
            });
        }
        List<Webhook> everything = enabled.stream()
                .filter(webhook -> webhook.event() == Webhook.Event.MEMORY_CREATED)
                .toList();
        return new Watches(revision, space, everything, watching, vectors);
    }

    /** Tell whether this is still how things are. */
    boolean isOf(long present, EmbeddingSpaces.Space inUse) {
        return revision == present && space.equals(inUse);
    }

    /** Return the webhooks that a memory concerns, those for every memory first. */
    List<Match> matching(Memory memory, Embedding embedding) {
        Optional<String> namespace = memory.scope().get(Attribute.NAMESPACE);
        List<Match> matches = new ArrayList<>();
        for (Webhook webhook : everything) {
            if (isMeant(webhook, namespace)) {
                matches.add(new Match(webhook, Optional.empty()));
            }
        }
        for (int row = 0; row < watching.size(); row++) {
            Webhook webhook = watching.get(row);
            if (isMeant(webhook, namespace)) {
                double score = nearest(row, embedding);
                if (score >= webhook.watch().orElseThrow().threshold()) {
                    matches.add(new Match(webhook, Optional.of(score)));
                }
            }
        }
        return matches;
    }

    private static boolean isMeant(Webhook webhook, Optional<String> namespace) {
        return webhook.namespace().isEmpty() || webhook.namespace().equals(namespace);
    }

    /** Return the cosine with the nearest window: all vectors have length 1. */
    private double nearest(int row, Embedding embedding) {
        double best = -1;
        for (float[] window : embedding.windows()) {
            best = Math.max(best, product(row * dimension, window));
        }
        // rounding may lead a little beyond
        return Math.min(1, best);
    }

    private double product(int start, float[] vector) {
        // four sums at once, because each addition waits for the one before
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < dimension; i += 4) {
            a += matrix[start + i] * vector[i];
            b += matrix[start + i + 1] * vector[i + 1];
            c += matrix[start + i + 2] * vector[i + 2];
            d += matrix[start + i + 3] * vector[i + 3];
        }
        for (; i < dimension; i++) {
            a += matrix[start + i] * vector[i];
        }
        return (double) a + b + c + d;
    }
}
