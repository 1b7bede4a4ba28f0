package org.mneme.api;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Say whose memories a call means: one workspace, and within it, values of some attributes.
 *
 * <p>A scope is the first argument of every storage call, and its filter runs inside the query. Where a scope narrows
 * along an attribute, only what has exactly that value is meant; where it does not, everything is. The same type also
 * says where a memory belongs: then an attribute that is absent was never given.
 *
 * @param workspace the id of the workspace, {@code ws_…}
 * @param attributes the values narrowed to; never blank
 */
public record Scope(String workspace, Map<Attribute, String> attributes) {

    public Scope {
        if (Objects.requireNonNull(workspace, "workspace").isBlank()) {
            throw new IllegalArgumentException("a scope names a workspace");
        }
        EnumMap<Attribute, String> copy = new EnumMap<>(Attribute.class);
        copy.putAll(attributes);
        if (copy.values().stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a scope's attribute is not blank");
        }
        attributes = Map.copyOf(copy);
    }

    /** Mean everything in a workspace. */
    public static Scope of(String workspace) {
        return new Scope(workspace, Map.of());
    }

    /** Return this scope, narrowed to one value of an attribute. */
    public Scope with(Attribute attribute, String value) {
        EnumMap<Attribute, String> narrowed = new EnumMap<>(Attribute.class);
        narrowed.putAll(attributes);
        narrowed.put(attribute, value);
        return new Scope(workspace, narrowed);
    }

    /** Return this scope, narrowed if there is a value; a null or blank one changes nothing. */
    public Scope withOptional(Attribute attribute, String value) {
        return value == null || value.isBlank() ? this : with(attribute, value);
    }

    /** Return this scope without a bound on one attribute. */
    public Scope without(Attribute attribute) {
        EnumMap<Attribute, String> widened = new EnumMap<>(Attribute.class);
        widened.putAll(attributes);
        widened.remove(attribute);
        return new Scope(workspace, widened);
    }

    /** Return the value of an attribute, if there is one. */
    public Optional<String> get(Attribute attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** Tell whether what belongs to {@code place} is meant by this scope. */
    public boolean covers(Scope place) {
        return workspace.equals(place.workspace)
                && attributes.entrySet().stream()
                        .allMatch(bound -> bound.getValue().equals(place.attributes.get(bound.getKey())));
    }
}
