package org.mneme.core.plugin;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Look at the plugin directory now and then, and reload when it has changed.
 *
 * <p>Looking finds what the operating system's notices do not tell of: network drives, and directories of another
 * container. A change counts when it is the same at two looks, so that a jar that is being copied is left alone meanwhile.
 */
final class PluginWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginWatch.class);

    private final Plugins plugins;
    private final Executor workers;
    private final ScheduledFuture<?> looks;
    private Object loaded;
    private Object last;

    /** Begin to look; what is there now counts as loaded. */
    PluginWatch(Plugins plugins, Duration interval, ScheduledExecutorService scheduler, Executor workers) {
        this.plugins = plugins;
        this.workers = workers;
        this.loaded = plugins.glance();
        this.last = loaded;
        this.looks = scheduler.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        try {
            Object now = plugins.glance();
            boolean settled = now.equals(last);
            last = now;
            if (settled && !now.equals(loaded)) {
                loaded = now;
                workers.execute(this::reload);
            }
        } catch (RuntimeException e) {
            LOG.warn("The plugin directory cannot be watched: {}", e.toString());
        }
    }

    private void reload() {
        try {
            plugins.reload();
        } catch (RuntimeException e) {
            LOG.warn("The plugins could not be reloaded", e);
        }
    }

    @Override
    public void close() {
        looks.cancel(false);
    }
}
