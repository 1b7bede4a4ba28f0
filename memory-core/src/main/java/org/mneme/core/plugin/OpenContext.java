package org.mneme.core.plugin;

import java.nio.file.Path;
import java.time.Clock;
import org.mneme.spi.Options;
import org.mneme.spi.PluginContext;

/** Hand an opening plugin what it may use. */
record OpenContext(Options options, Clock clock, Path dataDirectory) implements PluginContext {}
