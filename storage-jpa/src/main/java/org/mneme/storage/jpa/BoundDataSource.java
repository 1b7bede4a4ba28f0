package org.mneme.storage.jpa;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Give the JPA provider the connection of the running transaction.
 *
 * <p>A provider asks its DataSource for connections whenever it likes: EclipseLink reads on one and writes on another. Here
 * it always gets the one that {@link JpaTransactions} has bound to the thread, so that JPQL and SQL share one transaction,
 * and one snapshot, on every provider. Ending that transaction is not the provider's to do.
 */
final class BoundDataSource implements DataSource {

    private final DataSource connections;
    private final ThreadLocal<Connection> bound = new ThreadLocal<>();

    BoundDataSource(DataSource connections) {
        this.connections = connections;
    }

    /** Let this thread's calls of {@link #getConnection} answer with a connection, until {@link #unbind}. */
    void bind(Connection connection) {
        if (bound.get() != null) {
            throw new IllegalStateException("a transaction is already running on this thread");
        }
        bound.set(connection);
    }

    void unbind() {
        bound.remove();
    }

    private static Connection endless(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                BoundDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> call(connection, method, arguments));
    }

    private static Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "close", "setAutoCommit", "setReadOnly", "setTransactionIsolation" -> {
                return null;
            }
            case "commit" -> {
                return null;
            }
            case "rollback" -> {
                if (arguments == null) {
                    return null;
                }
            }
            case "getAutoCommit", "isClosed" -> {
                return false;
            }
            default -> {
                // everything else is the connection's own affair
            }
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = bound.get();
        return connection == null ? connections.getConnection() : endless(connection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return connections.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        connections.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return connections.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        connections.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return connections.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return connections.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return connections.isWrapperFor(type);
    }
}
