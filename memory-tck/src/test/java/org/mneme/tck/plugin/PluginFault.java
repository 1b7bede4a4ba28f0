package org.mneme.tck.plugin;

/** One fault each that a plugin of the tests can be given, and the rule that must notice it. */
enum PluginFault {
    NOT_REGISTERED("P1a"),
    ID_WITH_BLANKS("P1b"),
    DEFAULT_UNREADABLE("P1c"),
    FOR_ANOTHER_CONTRACT("P1d"),
    VECTORS_OF_ANY_LENGTH("E1a"),
    STRANGE_TEXTS_GIVE_NAN("E1b"),
    VECTORS_DEPEND_ON_THE_BATCH("E2a"),
    ONE_BUFFER_FOR_ALL_THREADS("E2b"),
    BLANK_TEXT_TAKEN("E3a"),
    LONG_TEXT_CUT_OFF("E4a"),
    QUERY_IN_WINDOWS("E4b"),
    MEANINGLESS_VECTORS("E5a"),
    OTHER_VECTORS_WHEN_REOPENED("E6a"),
    EVERY_ADDRESS_REFUSED("N1a"),
    EVERY_ADDRESS_TAKEN("N1b"),
    BODY_REWRITTEN("N2a"),
    BODY_SENT_TWICE("N2a"),
    LOST_WHEN_BUSY("N2b"),
    SECRET_IN_THE_ERROR("N3a"),
    FAILURE_THROWN("N3b"),
    WAITS_FOR_EVER("N4a"),
    IMPORTANCE_IN_PERCENT("X1a"),
    NEWEST_FIRST("X1b"),
    NOTHING_REMEMBERED("X2a"),
    FAILS_ON_STRANGE_TEXT("X3a"),
    SHARED_RESULT("X4a");

    private final String rule;

    PluginFault(String rule) {
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
