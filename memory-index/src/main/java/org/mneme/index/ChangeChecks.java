package org.mneme.index;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Refuse changes that no index can apply, before anything is applied. */
final class ChangeChecks {

    private ChangeChecks() {}

    static void check(String workspace, long clock, List<? extends IndexChange> changes) {
        Objects.requireNonNull(workspace, "workspace");
        if (clock < 1) {
            throw new IllegalArgumentException("clock must be at least 1: " + clock);
        }
        Set<String> ids = new HashSet<>();
        for (IndexChange change : changes) {
            if (!ids.add(change.id())) {
                throw new IllegalArgumentException("two changes of one memory: " + change.id());
            }
            if (change instanceof IndexChange.Put put
                    && !put.memory().workspace().equals(workspace)) {
                throw new IllegalArgumentException("a change of another workspace: " + change.id());
            }
        }
    }
}
