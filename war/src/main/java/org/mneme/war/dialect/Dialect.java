package org.mneme.war.dialect;

/** Name the services whose clients this server answers, and its own administration. */
public enum Dialect {
    RETAINR("/retainr"),
    RETAINDB("/retaindb"),
    XTRACE("/xtrace"),
    GOMEMORY("/gomemory"),
    ADMIN("/admin");

    private final String prefix;

    Dialect(String prefix) {
        this.prefix = prefix;
    }

    /** Return the first segment of every address of this dialect, such as {@code /retainr}. */
    public String prefix() {
        return prefix;
    }
}
