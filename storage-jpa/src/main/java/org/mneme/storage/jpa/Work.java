package org.mneme.storage.jpa;

import java.sql.SQLException;

/** Do something inside a transaction; it may be done again from the start, so it has no effects outside of it. */
@FunctionalInterface
interface Work<T> {

    T in(Tx tx) throws SQLException;
}
