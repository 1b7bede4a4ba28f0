package org.mneme.core.memory;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.mneme.api.Memory;

/**
 * Ask for one memory to be stored.
 *
 * @param draft the memory as it shall be, complete but for what the service sets: its expiry
 * @param ttl how long it lives; empty for ever
 * @param dedupThreshold 0 … 1: the cosine from which on an active memory of the same namespace takes the content over
 *     instead of a new one being stored; 0 never
 */
public record Remember(Memory draft, Optional<Duration> ttl, double dedupThreshold) {
    public Remember {
        Objects.requireNonNull(draft, "draft");
        Objects.requireNonNull(ttl, "ttl");
        if (!(dedupThreshold >= 0 && dedupThreshold <= 1)) {
            throw new IllegalArgumentException("dedupThreshold lies in 0 … 1");
        }
    }
}
