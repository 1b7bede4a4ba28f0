package org.mneme.extract.rules;

import java.util.Locale;
import java.util.Set;

/**
 * Say who speaks.
 *
 * @param label how a sentence names the speaker: {@code User}, {@code Assistant}, {@code Caroline}
 * @param kind what that means for what is said
 */
record Speaker(String label, Kind kind) {

    enum Kind {
        USER,
        ASSISTANT,
        /** Instructions and data of the application: neither the user's words nor an answer to them. */
        SYSTEM,
        /** Somebody with a name, in a conversation among people. */
        PERSON
    }

    private static final Set<String> USERS = Set.of("", "user", "human", "customer", "client", "me", "speaker");
    private static final Set<String> ASSISTANTS = Set.of("assistant", "ai", "bot", "model", "agent", "chatbot");
    private static final Set<String> SYSTEMS = Set.of("system", "developer", "tool", "function");

    static Speaker ofRole(String role) {
        String word = role.strip().toLowerCase(Locale.ROOT);
        if (USERS.contains(word)) {
            return new Speaker("User", Kind.USER);
        }
        if (ASSISTANTS.contains(word)) {
            return new Speaker("Assistant", Kind.ASSISTANT);
        }
        if (SYSTEMS.contains(word)) {
            return new Speaker("System", Kind.SYSTEM);
        }
        return person(role.strip());
    }

    static Speaker person(String name) {
        String label = name.length() > 60 ? name.substring(0, 60) : name;
        return new Speaker(CleanText.of(label).replace('\n', ' ').strip(), Kind.PERSON);
    }

    boolean isTrusted() {
        return kind == Kind.USER || kind == Kind.PERSON;
    }
}
