package org.mneme.war.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mneme.api.Scope;
import org.mneme.core.migration.MigrationService;
import org.mneme.core.migration.MigrationStatus;
import org.mneme.core.migration.MigrationStatus.State;

/** Watch a migration until it ends, and tell how long each of its phases took. */
final class Watched {

    private static final Set<State> ENDED = Set.of(State.COMPLETE, State.DIFFERENT, State.FAILED);

    private final MigrationService service;
    private final Scope workspace;
    private final Map<String, Long> millis = new LinkedHashMap<>();
    private long last = System.nanoTime();
    private long least = Long.MAX_VALUE;

    Watched(MigrationService service, Scope workspace) {
        this.service = service;
        this.workspace = workspace;
    }

    MigrationStatus untilItEnds() {
        return await().atMost(Duration.ofHours(1))
                .pollInterval(Duration.ofMillis(100))
                .until(this::look, status -> ENDED.contains(status.state()));
    }

    private MigrationStatus look() {
        MigrationStatus status = service.get(workspace);
        boolean copies = status.state() == State.COPYING;
        String phase =
                copies ? "round " + status.round() : status.state().name().toLowerCase(java.util.Locale.ROOT);
        long now = System.nanoTime();
        millis.merge(phase, (now - last) / 1_000_000, Long::sum);
        last = now;
        if (copies && status.round() == 1) {
            least = Math.min(least, status.compared());
        }
        return status;
    }

    /** Return the fewest items that were ever compared in the first round; at the end if it was never seen. */
    long leastCompared() {
        return least;
    }

    /** Return how many milliseconds were seen in each phase. */
    Map<String, Long> millis() {
        return millis;
    }

    /** Check that both storages hold the same, and something of each part. */
    static void assertVerified(MigrationStatus status) {
        assertThat(status.state()).as(status.toString()).isEqualTo(State.COMPLETE);
        assertThat(status.report().orElseThrow().parts())
                .allSatisfy(part -> assertThat(part.sourceChecksum()).isEqualTo(part.targetChecksum()))
                .allSatisfy(part -> assertThat(part.sourceCount())
                        .as(part.part())
                        .isPositive()
                        .isEqualTo(part.targetCount()));
    }
}
