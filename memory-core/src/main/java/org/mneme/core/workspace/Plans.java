package org.mneme.core.workspace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.core.config.Binder;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Option;

/** Know the plans: the five built-in ones, their figures as configured. Immutable. */
public final class Plans {

    /** The plan of a workspace the server makes itself. */
    public static final String SELF_HOSTED = "self-hosted";

    private static final List<Plan> BUILT_IN = List.of(
            new Plan("free", 30, 1_000, 4_096),
            new Plan("builder", 120, 20_000, 8_192),
            new Plan("pro", 300, 100_000, 8_192),
            new Plan("agency", 600, 500_000, 16_384),
            new Plan(SELF_HOSTED, 0, 0, Plan.MAX_CONTENT));

    private final Map<String, Plan> plans = new LinkedHashMap<>();

    private Plans(List<Plan> plans) {
        plans.forEach(plan -> this.plans.put(plan.name(), plan));
    }

    /** Return the built-in plans with their built-in figures. */
    public static Plans builtIn() {
        return new Plans(BUILT_IN);
    }

    /** Bind the figures under {@code mneme.plans.<name>.}; a figure out of range is noted as a problem. */
    public static Plans bind(Binder binder) {
        List<Plan> plans = new ArrayList<>();
        for (Plan plan : BUILT_IN) {
            String prefix = "mneme.plans." + plan.name() + ".";
            BoundOptions options = binder.bind(prefix, options(plan));
            try {
                plans.add(new Plan(
                        plan.name(),
                        options.getInt("requests-per-minute"),
                        options.getInt("memory-ops-per-month"),
                        options.getInt("content-limit")));
            } catch (NumberFormatException e) {
                plans.add(plan); // already noted by the binder
            } catch (IllegalArgumentException e) {
                plans.add(plan);
                binder.report(prefix + "*", e.getMessage(), "content-limit is 1 … 32768, the others at least 0");
            }
        }
        return new Plans(plans);
    }

    private static List<Option> options(Plan plan) {
        return List.of(
                figure(
                        "requests-per-minute",
                        plan.requestsPerMinute(),
                        "requests a key may make in a minute; 0 for no limit"),
                figure(
                        "memory-ops-per-month",
                        plan.memoryOpsPerMonth(),
                        "stores, searches and contexts a workspace has in a calendar month; 0 for no limit"),
                figure("content-limit", plan.contentLimit(), "characters the content of a memory may have"));
    }

    private static Option figure(String name, long value, String description) {
        return Option.of(name, Option.Type.INTEGER, description).withDefault(Long.toString(value));
    }

    /** Return the plan with a name, if there is one. */
    public Optional<Plan> find(String name) {
        return Optional.ofNullable(plans.get(name));
    }

    /** Return the plan with a name; a workspace whose plan is gone has the smallest. */
    public Plan get(String name) {
        return find(name).orElseGet(() -> plans.values().iterator().next());
    }

    /** Return all plans, smallest first. */
    public List<Plan> all() {
        return List.copyOf(plans.values());
    }
}
