package org.mneme.spi.notifier;

import org.mneme.spi.Plugin;
import org.mneme.spi.PluginContext;

/** Provide a channel that events go out by. Every notifier found is open; each webhook names the one it uses. */
public interface NotifierProvider extends Plugin {

    /** Open the channel. */
    Notifier open(PluginContext context);
}
