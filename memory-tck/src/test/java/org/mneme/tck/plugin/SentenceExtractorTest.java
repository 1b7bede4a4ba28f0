package org.mneme.tck.plugin;

import java.util.Set;
import org.mneme.spi.extractor.ExtractorProvider;
import org.mneme.tck.extractor.ExtractorContract;

/** A right extractor passes; {@link PluginContractsTest} runs this with faults. */
class SentenceExtractorTest extends ExtractorContract {

    /** The faults of the next run; set by one thread before it starts one. */
    static volatile Set<PluginFault> faults = Set.of();

    @Override
    protected ExtractorProvider provider() {
        return new SentenceExtractorProvider(faults);
    }
}
