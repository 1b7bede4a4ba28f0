package org.mneme.storage.jpa;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mneme.spi.Option;
import org.mneme.spi.Options;
import org.mneme.spi.PluginContext;

/**
 * Hold the configured values of this plugin.
 *
 * @param url the JDBC address; empty for the H2 file in the data directory
 * @param jndi the name of a DataSource of the server; empty to open connections ourselves
 * @param poolSize the most connections that work at once
 * @param connectionTimeout how long a call waits for a connection
 * @param exportMaxAge how long a snapshot may be read
 * @param followInterval how often another server's writes are looked for
 * @param changeRetention how long a server may be away and still catch up instead of rebuilding its indexes
 * @param eraseDelay how long after a deletion index files are rewritten without what was deleted
 */
record JpaOptions(
        Optional<String> url,
        Optional<String> user,
        Optional<String> password,
        Optional<String> jndi,
        int poolSize,
        Duration connectionTimeout,
        Duration exportMaxAge,
        Duration followInterval,
        Duration changeRetention,
        Duration eraseDelay) {

    static final List<Option> DECLARED = List.of(
            Option.of(
                    "url",
                    Option.Type.STRING,
                    "JDBC address of an H2 file (jdbc:h2:file:…) or a PostgreSQL database (jdbc:postgresql:…); without"
                            + " it, an H2 file in the data directory is used"),
            Option.of("user", Option.Type.STRING, "name to connect with; for the H2 file, the name it was made with"),
            Option.of("password", Option.Type.STRING, "password to connect with")
                    .asSecret(),
            Option.of(
                    "jndi",
                    Option.Type.STRING,
                    "JNDI name of a DataSource of the server, such as jdbc/mneme; then url, user, password and pool-size"
                            + " are not used"),
            Option.of("pool-size", Option.Type.INTEGER, "the most connections that work at once")
                    .withDefault("16"),
            Option.of("connection-timeout", Option.Type.DURATION, "how long a call waits for a connection")
                    .withDefault("10s"),
            Option.of(
                            "export-max-age",
                            Option.Type.DURATION,
                            "how long one export may be read; a reader that has stopped reading is cut off then, because"
                                    + " the database keeps what it replaces meanwhile")
                    .withDefault("30m"),
            Option.of(
                            "follow-interval",
                            Option.Type.DURATION,
                            "PostgreSQL only: how often the indexes look for what other servers wrote; a search looks"
                                    + " itself")
                    .withDefault("1s"),
            Option.of(
                            "change-retention",
                            Option.Type.DURATION,
                            "how long a server may be away and still catch up, instead of rebuilding its indexes")
                    .withDefault("24h"),
            Option.of(
                            "erase-delay",
                            Option.Type.DURATION,
                            "how long after a deletion the index files are rewritten without what was deleted; it is"
                                    + " invisible at once")
                    .withDefault("10m"));

    static JpaOptions of(PluginContext context) {
        Options options = context.options();
        return new JpaOptions(
                options.find("url"),
                options.find("user"),
                options.find("password"),
                options.find("jndi"),
                options.getInt("pool-size"),
                options.getDuration("connection-timeout"),
                options.getDuration("export-max-age"),
                options.getDuration("follow-interval"),
                options.getDuration("change-retention"),
                options.getDuration("erase-delay"));
    }

    @Override
    public String toString() {
        return "JpaOptions[url=" + url + ", jndi=" + jndi + ", poolSize=" + poolSize + "]";
    }
}
