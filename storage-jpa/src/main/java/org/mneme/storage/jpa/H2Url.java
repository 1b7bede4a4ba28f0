package org.mneme.storage.jpa;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mneme.api.MemoryException;

/** Make an H2 address one that keeps what it is given, or refuse it. */
final class H2Url {

    private static final String PREFIX = "jdbc:h2:";

    /** Ways to store that are gone with the process, or that another process may share. */
    private static final Set<String> REFUSED_PLACES = Set.of(
            "mem:", "tcp:", "ssl:", "zip:", "memfs:", "memlz:", "niomemfs:", "niomemlz:", "niomapped:", "split:");

    private static final Map<String, String> REFUSED_SETTINGS = Map.of(
            "FILE_LOCK=NO", "two processes would destroy the file",
            "IGNORECASE=TRUE", "ids and tags that differ in case would be the same",
            "ACCESS_MODE_DATA=R", "nothing could be written",
            "AUTO_SERVER=TRUE", "another process could write past the indexes",
            "DB_CLOSE_DELAY=-1", "the file would stay locked after the server has closed it");

    private H2Url() {}

    static boolean isH2(String url) {
        return url.toLowerCase(Locale.ROOT).startsWith(PREFIX);
    }

    /** Return the address of a database file in a directory. */
    static String inDirectory(Path directory) {
        Path file = directory.toAbsolutePath().resolve("mneme");
        if (file.toString().contains(";")) {
            throw MemoryException.invalid("url", "H2 cannot use a path with a semicolon: " + file);
        }
        return safe(PREFIX + "file:" + file);
    }

    /**
     * Return an address with safe settings.
     *
     * <p>The server closes the database itself: the virtual machine's shutdown hook would close the file while the server still
     * finishes its requests. Nothing is compacted at the close: H2 moves chunks of the file then, and after a crash this has left
     * a file that could not be opened again ("Double mark", h2database issues 2752 and 4387). Space is used again while the
     * database is open, so none is lost.
     *
     * @throws MemoryException of kind {@code INVALID} if it would lose data, naming the reason
     */
    static String safe(String url) {
        String place = url.substring(PREFIX.length()).split(";", 2)[0].toLowerCase(Locale.ROOT);
        for (String refused : REFUSED_PLACES) {
            if (place.contains(refused)) {
                throw refused(
                        "the H2 database must be a file of this process, not " + refused.replace(":", ""),
                        "jdbc:h2:file:/path/to/file, or PostgreSQL for several servers");
            }
        }
        Set<String> settings = settings(url);
        REFUSED_SETTINGS.forEach((setting, reason) -> {
            if (settings.contains(setting)) {
                throw refused("the H2 setting " + setting + " is refused: " + reason, "an address without it");
            }
        });
        String closedByUs = with(url, "DB_CLOSE_ON_EXIT", "FALSE");
        return uninterruptible(remembering(with(closedByUs, "MAX_COMPACT_TIME", "0"), settings));
    }

    /** A connection keeps as many statements parsed as one request needs, not the usual eight. */
    private static String remembering(String url, Set<String> settings) {
        return names(settings).contains("QUERY_CACHE_SIZE") ? url : url + ";QUERY_CACHE_SIZE=128";
    }

    /** Return an address with a setting, in the place of the one that the address had. */
    private static String with(String url, String name, String value) {
        return names(settings(url)).contains(name)
                ? url.replaceAll("(?i);" + name + "=[^;]*", ";" + name + "=" + value)
                : url + ";" + name + "=" + value;
    }

    /**
     * The usual channel of a file is closed for everybody when a thread is interrupted that works with it, and the database
     * with it; an asynchronous one is not.
     */
    private static String uninterruptible(String url) {
        String place = url.substring(PREFIX.length()).replaceFirst("(?i)^file:", "");
        return PREFIX + (place.toLowerCase(Locale.ROOT).startsWith("async:") ? "" : "async:") + place;
    }

    private static MemoryException refused(String what, String instead) {
        return MemoryException.invalid("url", what + "; use " + instead);
    }

    private static Set<String> settings(String url) {
        return Stream.of(url.split(";"))
                .skip(1)
                .map(setting -> setting.strip().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Set<String> names(Set<String> settings) {
        return settings.stream().map(setting -> setting.split("=", 2)[0]).collect(Collectors.toSet());
    }
}
