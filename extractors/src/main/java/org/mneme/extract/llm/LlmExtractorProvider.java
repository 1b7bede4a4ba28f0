package org.mneme.extract.llm;

import java.util.List;
import org.mneme.extract.rules.RulesExtractorProvider;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.extractor.Extractor;
import org.mneme.spi.extractor.ExtractorProvider;

/** Provide extraction by a language model behind any OpenAI-compatible chat endpoint: {@code mneme.extractor=llm}. */
public final class LlmExtractorProvider implements ExtractorProvider {

    /** The id configuration selects it by, and that its extractions carry. */
    public static final String ID = "llm";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<Option> options() {
        return LlmOptions.declared();
    }

    @Override
    public Extractor open(PluginContext context) {
        LlmOptions options = LlmOptions.from(context.options());
        return new LlmExtractor(options, new ChatClient(options, context.clock()), new RulesExtractorProvider().open());
    }
}
