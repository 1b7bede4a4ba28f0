package org.mneme.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Say which memories of a scope are meant. Storages evaluate a filter inside their query; {@link #test} is the meaning
 * they must agree with.
 *
 * <p>A filter never decides about expiry or about the workspace: those hold always.
 */
public sealed interface Filter {

    /** Tell whether a memory is meant. */
    boolean test(Memory memory);

    /** Mean every memory, superseded ones too. */
    record All() implements Filter {
        @Override
        public boolean test(Memory memory) {
            return true;
        }
    }

    /** Mean what all parts mean; with no part, everything. */
    record And(List<Filter> parts) implements Filter {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean test(Memory memory) {
            return parts.stream().allMatch(part -> part.test(memory));
        }
    }

    /** Mean what at least one part means; with no part, nothing. */
    record Or(List<Filter> parts) implements Filter {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean test(Memory memory) {
            return parts.stream().anyMatch(part -> part.test(memory));
        }
    }

    /** Mean what the part does not mean. */
    record Not(Filter part) implements Filter {
        public Not {
            Objects.requireNonNull(part, "part");
        }

        @Override
        public boolean test(Memory memory) {
            return !part.test(memory);
        }
    }

    /** Mean the memories whose attribute has one of the values. */
    record AttributeIn(Attribute attribute, Set<String> values) implements Filter {
        public AttributeIn {
            Objects.requireNonNull(attribute, "attribute");
            values = Set.copyOf(values);
        }

        @Override
        public boolean test(Memory memory) {
            return memory.scope().get(attribute).filter(values::contains).isPresent();
        }
    }

    /** Mean the memories that have any value of the attribute. */
    record AttributePresent(Attribute attribute) implements Filter {
        public AttributePresent {
            Objects.requireNonNull(attribute, "attribute");
        }

        @Override
        public boolean test(Memory memory) {
            return memory.scope().get(attribute).isPresent();
        }
    }

    /** Mean the memories that carry the tag. Tags are compared exactly. */
    record Tagged(String tag) implements Filter {
        public Tagged {
            Objects.requireNonNull(tag, "tag");
        }

        @Override
        public boolean test(Memory memory) {
            return memory.tags().contains(tag);
        }
    }

    /** Mean the memories of one of the types. */
    record TypeIn(Set<MemoryType> types) implements Filter {
        public TypeIn {
            types = Set.copyOf(types);
        }

        @Override
        public boolean test(Memory memory) {
            return types.contains(memory.type());
        }
    }

    /** Mean the memories that still hold, not those kept as history. */
    record Active() implements Filter {
        @Override
        public boolean test(Memory memory) {
            return memory.status() == Memory.Status.ACTIVE;
        }
    }

    /** Mean the memories with one of the ids. */
    record IdIn(Set<String> ids) implements Filter {
        public IdIn {
            ids = Set.copyOf(ids);
        }

        @Override
        public boolean test(Memory memory) {
            return ids.contains(memory.id());
        }
    }

    /** Mean the memories that came from one of the ingest jobs. */
    record FromJob(Set<String> jobs) implements Filter {
        public FromJob {
            jobs = Set.copyOf(jobs);
        }

        @Override
        public boolean test(Memory memory) {
            return memory.sourceJob().filter(jobs::contains).isPresent();
        }
    }

    /** Mean the memories whose time lies in {@code [from, until)}; an open end is empty. */
    record TimeBetween(Time time, Optional<Instant> from, Optional<Instant> until) implements Filter {

        /** Which time of a memory is meant. */
        public enum Time {
            CREATED,
            UPDATED
        }

        public TimeBetween {
            Objects.requireNonNull(time, "time");
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(until, "until");
        }

        @Override
        public boolean test(Memory memory) {
            Instant at = time == Time.CREATED ? memory.createdAt() : memory.updatedAt();
            return (from.isEmpty() || !at.isBefore(from.get())) && (until.isEmpty() || at.isBefore(until.get()));
        }
    }

    /**
     * Mean the memories whose metadata stands in a relation to a value.
     *
     * @param key a top-level key of the metadata; a dot is part of the key
     * @param relation how the stored value is compared
     * @param value a string, boolean or number; for {@link Relation#PRESENT} it is not looked at
     */
    record Metadata(String key, Relation relation, Object value) implements Filter {

        /** How a stored value is compared with a given one. An absent key stands in no relation to anything. */
        public enum Relation {
            /** The same string, boolean or number; a stored list, if it contains the value. Numbers compare by value. */
            EQUAL,
            PRESENT,
            GREATER,
            GREATER_OR_EQUAL,
            LESS,
            LESS_OR_EQUAL
        }

        public Metadata {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(relation, "relation");
        }

        @Override
        public boolean test(Memory memory) {
            return MetadataRelations.holds(
                    relation, memory.metadata().get(key), memory.metadata().containsKey(key), value);
        }
    }

    /** Mean what holds: active memories. */
    static Filter active() {
        return new Active();
    }

    /** Mean everything, history too. */
    static Filter all() {
        return new All();
    }

    /** Mean what both this and another filter mean. */
    default Filter and(Filter other) {
        return new And(List.of(this, other));
    }

    /** Mean what this filter means, if it carries all the tags. */
    default Filter tagged(List<String> tags) {
        return tags.isEmpty()
                ? this
                : and(new And(tags.stream().distinct().<Filter>map(Tagged::new).toList()));
    }
}
