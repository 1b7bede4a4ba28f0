package org.mneme.core.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.mneme.api.MemoryException;

/** Stand between the server and a plugin, so that whatever the plugin does ends as one of the errors the server knows. */
sealed interface Fence extends AutoCloseable permits OpenFence, ThreadFence {

    /** Return how long a call may take, and how long who closes the plugin waits for those that are in it. */
    Duration timeout();

    /**
     * Call the plugin.
     *
     * @param atMost how long this call may take, if that is less than {@link #timeout()}
     * @throws MemoryException what the plugin reports
     * @throws PluginFailure if it throws anything else, or has not answered in time
     */
    <R> R call(Duration atMost, Callable<R> call) throws PluginFailure;

    @Override
    void close();
}
