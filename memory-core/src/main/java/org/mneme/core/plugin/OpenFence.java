package org.mneme.core.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.mneme.api.MemoryException;

/** Let calls of the plugins that are part of the server through on the caller's own thread: what they throw is translated. */
record OpenFence() implements Fence {

    /** How long closing waits for calls; no call is cut off, because what is part of the server keeps its own limits. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Duration timeout() {
        return PATIENCE;
    }

    @Override
    public <R> R call(Duration atMost, Callable<R> call) throws PluginFailure {
        try {
            return call.call();
        } catch (MemoryException e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            throw PluginFailure.thrown(e);
        }
    }

    @Override
    public void close() {
        // nothing was taken
    }
}
