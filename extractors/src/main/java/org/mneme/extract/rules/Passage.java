package org.mneme.extract.rules;

/**
 * A piece of a message that stands on its own.
 *
 * @param text what it says, without blanks at its ends
 * @param kind what it is
 */
record Passage(String text, Kind kind) {

    enum Kind {
        SENTENCE,
        /** An enumeration with the line that announces it. */
        LIST,
        CODE
    }
}
