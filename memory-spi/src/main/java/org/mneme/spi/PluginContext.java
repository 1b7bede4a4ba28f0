package org.mneme.spi;

import java.nio.file.Path;
import java.time.Clock;

/**
 * Give a plugin what it may use of the server while it is open.
 *
 * @implSpec Implementations are immutable and safe for use by several threads.
 */
public interface PluginContext {

    /** Return the configured values of the plugin's declared options. */
    Options options();

    /** Return the only clock a plugin may ask for the time, so that tests can move it. */
    Clock clock();

    /** Return the directory the plugin may keep files in; it exists, and belongs to this plugin alone. */
    Path dataDirectory();
}
