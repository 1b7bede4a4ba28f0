package org.mneme.core.migration;

import java.time.Instant;
import java.util.Optional;

/**
 * Say how far the migration of a workspace is.
 *
 * @param workspace the id of the workspace
 * @param verifies whether it only compares both storages
 * @param state where it stands
 * @param round which time the workspace is gone through while it is open, from 1
 * @param part which part is gone through; empty once it has ended
 * @param compared how many items were compared in this round
 * @param progress 0 … 1
 * @param readOnly whether the workspace is closed for writing here
 * @param trouble why it failed, or why the last attempt did; empty if nothing went wrong
 * @param report what the comparison at the end found; empty before
 */
public record MigrationStatus(
        String workspace,
        boolean verifies,
        State state,
        int round,
        Optional<String> part,
        long compared,
        double progress,
        boolean readOnly,
        Optional<String> trouble,
        Optional<MigrationReport> report,
        Instant startedAt,
        Instant updatedAt) {

    /** Where a migration stands. */
    public enum State {
        /** Another goes first, or the next attempt has to wait. */
        WAITING,
        /** The workspace is open, and is copied. */
        COPYING,
        /** The workspace is closed for writing, and the last changes are copied and compared. */
        VERIFYING,
        /** Both storages hold the same: the server can be switched to the other. */
        COMPLETE,
        /** A comparison has found differences. */
        DIFFERENT,
        /** It will not be tried again by itself. */
        FAILED
    }
}
