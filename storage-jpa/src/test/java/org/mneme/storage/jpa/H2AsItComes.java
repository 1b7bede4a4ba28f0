package org.mneme.storage.jpa;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Hashtable;
import java.util.Locale;
import javax.naming.Context;
import javax.naming.spi.InitialContextFactory;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** Give the storage an H2 file with H2's own settings, as an application server would, and keep its checkpoints from it. */
public final class H2AsItComes implements InitialContextFactory {

    static final String NAME = "jdbc/h2-as-it-comes";

    private static DataSource bound;

    /** Let {@link #NAME} be the file that a storage would make in this directory. */
    static void bind(Path directory) {
        bound = passing(
                DataSource.class,
                JdbcConnectionPool.create(
                        "jdbc:h2:file:" + directory.toAbsolutePath().resolve("mneme"), "mneme", ""));
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, H2AsItComes.class.getName());
    }

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) {
        return (Context) Proxy.newProxyInstance(
                H2AsItComes.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> method.getName().equals("lookup") ? bound : null);
    }

    /** Pass every call on, except a checkpoint. */
    private static <T> T passing(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                H2AsItComes.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        isCheckpoint(arguments) ? false : wrapped(call(target, method, arguments))));
    }

    private static boolean isCheckpoint(Object[] arguments) {
        return arguments != null
                && arguments.length > 0
                && arguments[0] instanceof String sql
                && sql.toLowerCase(Locale.ROOT).startsWith("checkpoint");
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object wrapped(Object result) {
        if (result instanceof Connection connection) {
            return passing(Connection.class, connection);
        }
        if (result instanceof Statement statement && !(result instanceof PreparedStatement)) {
            return passing(Statement.class, statement);
        }
        return result;
    }
}
