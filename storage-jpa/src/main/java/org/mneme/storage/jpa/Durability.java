package org.mneme.storage.jpa;

import java.sql.SQLException;

/** Say when what was committed is safe from a killed process. */
@FunctionalInterface
interface Durability {

    /** For a database whose commit returns when it is on disk. */
    Durability BY_COMMIT = () -> {};

    /** Return when everything that was committed before this call is on disk. */
    void await() throws SQLException;
}
