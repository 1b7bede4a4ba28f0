package org.mneme.core.statement;

import java.util.Set;

/**
 * One value of something that has one at a time: where somebody lives, when a thing is due.
 *
 * @param of whose: canonical words
 * @param attribute what: {@code home}, {@code work} …
 * @param value canonical words
 * @param kind what the value looks like; values of two kinds are no values of the same thing
 * @param rest the other words of the statement
 */
record Slot(Set<String> of, String attribute, Set<String> value, Kind kind, Set<String> rest) {

    enum Kind {
        NAME,
        AMOUNT,
        DATE,
        WORD,
        /** A description rather than a value: "stressful". */
        QUALITY
    }

    /** "Works for Acme" and "works at Acme" say the same; "works for Ana" may be something else again. */
    private String topic() {
        return attribute.equals("work for") ? "work" : attribute;
    }

    boolean isOfSameThing(Slot other) {
        return of.equals(other.of) && topic().equals(other.topic()) && kind == other.kind && kind != Kind.QUALITY;
    }
}
