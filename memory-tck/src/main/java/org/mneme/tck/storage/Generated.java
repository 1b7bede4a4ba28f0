package org.mneme.tck.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mneme.api.Attribute;
import org.mneme.api.Filter;
import org.mneme.api.Ids;
import org.mneme.api.Memory;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;

/** Generate memories, scopes and filters over few values, so that they meet; the same for the same seed. */
final class Generated {

    /** A word every generated memory has. */
    static final String COMMON_WORD = "everywhere";

    private static final List<String> VALUES = List.of("alice", "bob", "customer:42", "100%_sure", "O'Hara \"x\" \\");
    private static final List<String> TAGS = List.of("red", "Red", "a,b", "50%", "ünïcode");
    private static final List<String> KEYS = List.of("size", "a.b", "it's \"quoted\"", "list", "flag");
    private static final List<String> JOBS = List.of("job_1", "job_2");
    private static final List<Object> SCALARS =
            List.of("small", "Zebra", "äpfel", "10", "", 10, 10.5, -3, 9_007_199_254_740_993L, true, false);

    private Generated() {}

    static List<Memory> memories(Scope workspace, int count, long seed, Instant now) {
        Random random = new Random(seed);
        List<Memory> memories = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant createdAt = now.minus(Duration.ofMinutes(random.nextInt(100)));
            Scope scope = workspace;
            for (Attribute attribute : Attribute.values()) {
                scope = random.nextInt(3) == 0 ? scope.with(attribute, one(random, VALUES)) : scope;
            }
            memories.add(Memory.builder(
                            Ids.derived("mem_", createdAt, "tck " + seed, i),
                            scope,
                            COMMON_WORD + " number " + i,
                            createdAt)
                    .type(one(random, Arrays.asList(MemoryType.values()).subList(0, 4)))
                    .tags(some(random, TAGS))
                    .metadata(metadata(random))
                    .status(random.nextInt(4) == 0 ? Memory.Status.SUPERSEDED : Memory.Status.ACTIVE)
                    .sourceJob(random.nextBoolean() ? one(random, JOBS) : null)
                    .updatedAt(createdAt.plusSeconds(random.nextInt(600)))
                    .expiresAt(random.nextInt(3) == 0 ? now.plus(Duration.ofDays(3_000)) : null)
                    .build());
        }
        return memories;
    }

    static List<Scope> scopes(Scope workspace, int count, long seed) {
        Random random = new Random(seed);
        List<Scope> scopes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Scope scope = workspace;
            for (int bounds = random.nextInt(3); bounds >= 0; bounds--) {
                scope = scope.with(one(random, Arrays.asList(Attribute.values())), one(random, VALUES));
            }
            scopes.add(scope);
        }
        return scopes;
    }

    static List<Filter> filters(List<Memory> memories, int count, long seed) {
        Random random = new Random(seed);
        List<Filter> filters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            filters.add(filter(random, memories, i % 4));
        }
        return filters;
    }

    static Set<String> idsWhere(List<Memory> memories, Predicate<Memory> meant) {
        return memories.stream().filter(meant).map(Memory::id).collect(Collectors.toSet());
    }

    private static Filter filter(Random random, List<Memory> memories, int depth) {
        if (depth > 0) {
            return switch (random.nextInt(3)) {
                case 0 -> new Filter.And(parts(random, memories, depth));
                case 1 -> new Filter.Or(parts(random, memories, depth));
                default -> new Filter.Not(filter(random, memories, depth - 1));
            };
        }
        return switch (random.nextInt(11)) {
            case 0 ->
                new Filter.AttributeIn(
                        one(random, Arrays.asList(Attribute.values())), Set.copyOf(some(random, VALUES)));
            case 1 -> new Filter.AttributePresent(one(random, Arrays.asList(Attribute.values())));
            case 2 -> new Filter.Tagged(one(random, TAGS));
            case 3 ->
                new Filter.TypeIn(Set.copyOf(
                        some(random, Arrays.asList(MemoryType.values()).subList(0, 5))));
            case 4 -> new Filter.Active();
            case 5 ->
                new Filter.IdIn(memories.stream()
                        .filter(memory -> random.nextInt(3) == 0)
                        .map(Memory::id)
                        .collect(Collectors.toSet()));
            case 6 -> new Filter.FromJob(Set.copyOf(some(random, JOBS)));
            case 7 -> between(random, one(random, memories), one(random, memories));
            case 8 -> random.nextInt(8) == 0 ? new Filter.All() : new Filter.Tagged("never given");
            default ->
                new Filter.Metadata(
                        one(random, KEYS),
                        one(random, Arrays.asList(Filter.Metadata.Relation.values())),
                        one(random, SCALARS));
        };
    }

    private static List<Filter> parts(Random random, List<Memory> memories, int depth) {
        List<Filter> parts = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            parts.add(filter(random, memories, depth - 1));
        }
        return parts;
    }

    private static Filter between(Random random, Memory one, Memory other) {
        Filter.TimeBetween.Time time =
                random.nextBoolean() ? Filter.TimeBetween.Time.CREATED : Filter.TimeBetween.Time.UPDATED;
        Optional<Instant> from = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(one.createdAt());
        Optional<Instant> until = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(other.updatedAt());
        return new Filter.TimeBetween(time, from, until);
    }

    private static Map<String, Object> metadata(Random random) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (String key : KEYS) {
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> metadata.put(key, one(random, SCALARS));
                case 3 -> metadata.put(key, some(random, SCALARS));
                case 4 -> metadata.put(key, random.nextBoolean() ? null : Map.of("size", 10));
                default -> {
                    // absent
                }
            }
        }
        return metadata;
    }

    private static <T> T one(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static <T> List<T> some(Random random, List<T> values) {
        return values.stream().filter(value -> random.nextInt(3) == 0).toList();
    }
}
