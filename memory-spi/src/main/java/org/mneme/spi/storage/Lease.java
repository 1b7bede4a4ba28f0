package org.mneme.spi.storage;

import java.time.Instant;
import java.util.Objects;

/**
 * Hold something for one worker for a time. Whoever asks with an outlived lease is refused.
 *
 * @param owner names the worker, unlike any other on any server
 * @param token counts the leases of one thing; a higher one has taken over from a lower one. 0 when asking for a new lease
 * @param until when it ends unless renewed
 */
public record Lease(String owner, long token, Instant until) {
    public Lease {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(until, "until");
    }
}
