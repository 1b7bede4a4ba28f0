package org.mneme.war.retainr;

/** The bounds of the retainr API; the plans have bounds of their own below {@link #CONTENT}. */
final class Limits {

    /** The most characters of a memory on any plan. */
    static final int CONTENT = org.mneme.core.workspace.Plan.MAX_CONTENT;

    /** The most characters of a query: as long as the longest memory. */
    static final int QUERY = CONTENT;

    /** The most characters of a namespace: what a database can index on every storage. */
    static final int NAMESPACE = 512;

    static final int NAME = 200;
    static final int TAGS = 20;
    static final int TAG = 64;
    static final int TTL_SECONDS = 31_536_000;
    static final int PAGE = 100;
    static final int CONTEXT = 20;

    private Limits() {}
}
