package org.mneme.spi.extractor;

import org.mneme.spi.Plugin;
import org.mneme.spi.PluginContext;

/** Provide an extractor. Selected by {@code mneme.extractor=<id>}. */
public interface ExtractorProvider extends Plugin {

    /** Open the extractor. */
    Extractor open(PluginContext context);
}
