package org.mneme.core.agent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Describe an agent by what it was told about itself.
 *
 * @param persona who it is, in its own words; empty if nobody said
 * @param instructions what it always keeps to, oldest first
 * @param workingStyle how it works; empty if nobody said
 * @param goals what it works towards, oldest first
 * @param memoryCount how many active memories it has, about itself and others
 * @param lastUpdated when the youngest of them changed; empty if there is none
 */
public record AgentModel(
        Optional<String> persona,
        List<String> instructions,
        Optional<String> workingStyle,
        List<String> goals,
        long memoryCount,
        Optional<Instant> lastUpdated) {
    public AgentModel {
        instructions = List.copyOf(instructions);
        goals = List.copyOf(goals);
    }
}
