package org.mneme.war.retaindb;

/** The bounds of the RetainDB API. Lengths are in characters. */
final class Limits {

    static final int CONTENT = 32_768;
    static final int QUERY = 5_000;

    /** A project, user, session, agent, task or namespace: what a database can index on every storage. */
    static final int NAME = 512;

    static final int WORD = 64;
    static final int TAGS = 100;
    static final int ENTITIES = 100;
    static final int BULK = 1_000;
    static final int BULK_DELETE = 500;
    static final int MESSAGES = 1_000;
    static final int TOP_K = 50;
    static final int TIMELINE = 10_000;
    static final int LEGACY_LIST = 200;
    static final int TOKENS = 1_000_000;
    static final int IDEMPOTENCY_KEY = 200;

    private Limits() {}
}
