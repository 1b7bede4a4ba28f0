package org.mneme.core.migration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mneme.spi.storage.TransferItem.Part;

/**
 * Remember how far a migration is, so that another worker goes on from there.
 *
 * @param phase what is being done
 * @param round which time the workspace is gone through, from 1
 * @param part which part is being gone through
 * @param after up to which id it was
 * @param compared how many items were compared in this round
 * @param changed how many were copied or removed in this round
 * @param closedAt when the workspace was closed, in milliseconds since 1970; 0 before
 */
record Checkpoint(
        Phase phase, int round, Part part, Optional<String> after, long compared, long changed, long closedAt) {

    /** What is being done. */
    enum Phase {
        /** The workspace is open; what was found different is copied. */
        COPYING,
        /** The workspace was closed; requests under way end. */
        CLOSING,
        /** Nobody writes; the last differences are copied, and both sides compared. */
        VERIFYING
    }

    static Checkpoint start() {
        return new Checkpoint(Phase.COPYING, 1, Part.values()[0], Optional.empty(), 0, 0, 0);
    }

    Checkpoint nextRound() {
        return new Checkpoint(Phase.COPYING, round + 1, Part.values()[0], Optional.empty(), 0, 0, 0);
    }

    /** Return whether the part was gone through before this checkpoint. */
    boolean isBehind(Part other) {
        return other.ordinal() < part.ordinal();
    }

    Checkpoint at(Part other) {
        return other == part
                ? this
                : new Checkpoint(phase, round, other, Optional.empty(), compared, changed, closedAt);
    }

    Checkpoint reached(String id, long items, long changes) {
        return new Checkpoint(phase, round, part, Optional.of(id), compared + items, changed + changes, closedAt);
    }

    /** Return this with the changes behind the last full page. */
    Checkpoint counted(long changes) {
        return new Checkpoint(phase, round, part, after, compared, changed + changes, closedAt);
    }

    /** Return this at the beginning of its part. */
    Checkpoint again() {
        return new Checkpoint(phase, round, part, Optional.empty(), 0, changed, closedAt);
    }

    Checkpoint entered(Phase next, long closed) {
        return new Checkpoint(next, round, Part.values()[0], Optional.empty(), 0, 0, closed);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("phase", phase.name());
        json.put("round", round);
        json.put("part", part.name());
        after.ifPresent(id -> json.put("after", id));
        json.put("compared", compared);
        json.put("changed", changed);
        json.put("closed_at", closedAt);
        return json;
    }

    static Checkpoint ofJson(Map<String, Object> json) {
        if (json.isEmpty()) {
            return start();
        }
        return new Checkpoint(
                Phase.valueOf((String) json.get("phase")),
                ((Number) json.get("round")).intValue(),
                Part.valueOf((String) json.get("part")),
                Optional.ofNullable((String) json.get("after")),
                ((Number) json.get("compared")).longValue(),
                ((Number) json.get("changed")).longValue(),
                ((Number) json.get("closed_at")).longValue());
    }
}
