package org.mneme.tck.plugin;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;
import org.mneme.tck.embedding.EmbeddingContract;

/** A right embedding passes; {@link PluginContractsTest} runs this with faults. */
class WordsEmbeddingTest extends EmbeddingContract {

    /** The faults of the next run; set by one thread before it starts one. */
    static volatile Set<PluginFault> faults = Set.of();

    @Override
    protected EmbeddingProvider provider() {
        return faults.contains(PluginFault.NOT_REGISTERED)
                ? new UnregisteredProvider()
                : new WordsEmbeddingProvider(faults);
    }

    @Override
    protected Properties descriptor() {
        Properties descriptor = new Properties();
        descriptor.putAll(Map.of(
                "id",
                "words",
                "version",
                "1",
                "spi",
                faults.contains(PluginFault.FOR_ANOTHER_CONTRACT) ? "[2.0,3.0)" : "[1.0,2.0)"));
        return descriptor;
    }

    /** Nobody names this in a service file. */
    private static final class UnregisteredProvider implements EmbeddingProvider {

        private final WordsEmbeddingProvider words = new WordsEmbeddingProvider();

        @Override
        public String id() {
            return words.id();
        }

        @Override
        public List<Option> options() {
            return words.options();
        }

        @Override
        public EmbeddingModel open(PluginContext context) {
            return words.open(context);
        }
    }
}
