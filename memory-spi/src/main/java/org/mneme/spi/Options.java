package org.mneme.spi;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Read the configured values of a plugin's declared options.
 *
 * <p>Every value was checked against its declaration before the plugin was opened, so reading never fails on a badly
 * written value. Reading an option that was not declared, or as another type, is a defect of the plugin and throws
 * {@link IllegalArgumentException}. {@code get…} methods throw {@link IllegalStateException} where there is neither a
 * value nor a default.
 */
public interface Options {

    /** Return the text of an option, whatever its type, or empty if there is neither a value nor a default. */
    Optional<String> find(String name);

    /** Return the text of an option that has a value or a default. */
    String getString(String name);

    /** Return the value of an {@link Option.Type#INTEGER} option. */
    int getInt(String name);

    /** Return the value of a {@link Option.Type#NUMBER} option. */
    double getDouble(String name);

    /** Return the value of a {@link Option.Type#BOOLEAN} option. */
    boolean getBoolean(String name);

    /** Return the value of a {@link Option.Type#DURATION} option. */
    Duration getDuration(String name);

    /** Return the absolute path of a {@link Option.Type#PATH} option. */
    Path getPath(String name);

    /** Return the value of a {@link Option.Type#URI} option. */
    URI getUri(String name);

    /** Return the texts of a {@link Option.Type#LIST} option, in order; empty if there is neither a value nor a default. */
    List<String> getList(String name);
}
