package org.mneme.extract.rules;

import org.mneme.spi.PluginContext;
import org.mneme.spi.extractor.Extractor;
import org.mneme.spi.extractor.ExtractorProvider;

/** Provide extraction by rules: no model, no options, the same answer every time. */
public final class RulesExtractorProvider implements ExtractorProvider {

    /** The id configuration selects it by, and that its extractions carry. */
    public static final String ID = "rules";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Extractor open(PluginContext context) {
        return open();
    }

    /** Open an extractor without a context: it needs nothing of the server. */
    public Extractor open() {
        return new RulesExtractor();
    }
}
