package org.mneme.extract.rules;

import org.mneme.spi.extractor.ExtractorProvider;
import org.mneme.tck.extractor.ExtractorContract;

class RulesContractTest extends ExtractorContract {

    @Override
    protected ExtractorProvider provider() {
        return new RulesExtractorProvider();
    }
}
