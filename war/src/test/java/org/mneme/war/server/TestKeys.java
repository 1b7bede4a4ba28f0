package org.mneme.war.server;

/** The keys that every test server is started with; its first workspace accepts them. */
public final class TestKeys {

    public static final String RETAINR = "rec_live_TestTestTestTestTestTestTestTest";
    public static final String RETAINDB = "rdb_TestTestTestTestTestTestTestTest";
    public static final String XTRACE = "xtk_TestTestTestTestTestTestTestTest";
    public static final String ADMIN = "adm_TestTestTestTestTestTestTestTest";

    /** The id of the workspace that all of them belong to; XTrace's {@code X-Org-Id}. */
    public static final String WORKSPACE = "ws_test";

    private TestKeys() {}
}
