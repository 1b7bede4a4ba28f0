package org.mneme.storage.jpa;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.mneme.api.MemoryException;

/**
 * Hold the connections to the database.
 *
 * @param work for calls that end soon
 * @param exports for snapshots that are read slowly; another pool, so that they never keep a call waiting
 */
record Connections(DataSource work, DataSource exports) implements AutoCloseable {

    /** The most snapshots open at once. */
    static final int EXPORTS = 4;

    /** Look up the server's DataSource if one is named, else open our own. */
    static Connections open(JpaOptions options, Path dataDirectory) {
        if (options.jndi().isPresent()) {
            DataSource found = lookUp(options.jndi().get());
            return new Connections(found, found);
        }
        String url = options.url().map(Connections::checked).orElseGet(() -> H2Url.inDirectory(dataDirectory));
        HikariDataSource work = pool(options, url, "mneme", options.poolSize());
        try {
            return new Connections(work, pool(options, url, "mneme-exports", EXPORTS));
        } catch (RuntimeException e) {
            work.close();
            throw e;
        }
    }

    private static String checked(String url) {
        if (H2Url.isH2(url)) {
            return H2Url.safe(url);
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return url;
        }
        throw MemoryException.invalid("url", "must begin with jdbc:h2:file: or jdbc:postgresql:, not as in " + url);
    }

    private static DataSource lookUp(String name) {
        try {
            if (new InitialContext().lookup(name) instanceof DataSource found) {
                return found;
            }
            throw MemoryException.invalid("jndi", "there is no DataSource but something else at " + name);
        } catch (NamingException e) {
            throw MemoryException.storageUnavailable("there is no DataSource at " + name, e);
        }
    }

    private static HikariDataSource pool(JpaOptions options, String url, String name, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        config.setDriverClassName(H2Url.isH2(url) ? "org.h2.Driver" : "org.postgresql.Driver");
        config.setUsername(options.user().orElse(H2Url.isH2(url) ? "mneme" : null));
        config.setPassword(options.password().orElse(H2Url.isH2(url) ? "" : null));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(2, size));
        config.setAutoCommit(false);
        config.setConnectionTimeout(options.connectionTimeout().toMillis());
        // the pool is made even if the database is away; whoever asks for a connection learns why
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        if (exports instanceof HikariDataSource pool) {
            pool.close();
        }
        if (work instanceof HikariDataSource pool) {
            pool.close();
        }
    }
}
