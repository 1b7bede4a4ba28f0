package org.mneme.core.workspace;

import java.util.Objects;

/**
 * Hold the limits of a plan.
 *
 * @param name its name
 * @param requestsPerMinute how many requests a key may make in a minute; 0 for no limit
 * @param memoryOpsPerMonth how many memory operations a workspace has in a calendar month (UTC); 0 for no limit
 * @param contentLimit how many characters the content of a memory may have, 1 … 32,768
 */
public record Plan(String name, int requestsPerMinute, long memoryOpsPerMonth, int contentLimit) {

    /** The most characters a memory may have on any plan. */
    public static final int MAX_CONTENT = 32_768;

    public Plan {
        Objects.requireNonNull(name, "name");
        if (requestsPerMinute < 0 || memoryOpsPerMonth < 0 || contentLimit < 1 || contentLimit > MAX_CONTENT) {
            throw new IllegalArgumentException("the limits of plan " + name + " are out of range");
        }
    }
}
