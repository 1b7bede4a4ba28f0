package org.mneme.tck.plugin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.MemoryType;
import org.mneme.spi.PluginContext;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Extraction;
import org.mneme.spi.extractor.Extractor;
import org.mneme.spi.extractor.ExtractorProvider;

/** Remember every sentence, right unless it is given a fault. */
public final class SentenceExtractorProvider implements ExtractorProvider {

    private final Set<PluginFault> faults;

    /** Make a right one, as the service loader does. */
    public SentenceExtractorProvider() {
        this(Set.of());
    }

    SentenceExtractorProvider(Set<PluginFault> faults) {
        this.faults = faults;
    }

    @Override
    public String id() {
        return "sentences";
    }

    @Override
    public Extractor open(PluginContext context) {
        return new SentenceExtractor(faults);
    }

    private static final class SentenceExtractor implements Extractor {

        private final Set<PluginFault> faults;
        private final List<Extraction.Statement> shared = Collections.synchronizedList(new ArrayList<>());

        SentenceExtractor(Set<PluginFault> faults) {
            this.faults = faults;
        }

        @Override
        public Extraction extract(Conversation conversation) {
            List<Extraction.Statement> found = faults.contains(PluginFault.SHARED_RESULT) ? shared : new ArrayList<>();
            for (int i = 0; i < conversation.messages().size(); i++) {
                read(conversation, i, found);
            }
            if (faults.contains(PluginFault.NEWEST_FIRST)) {
                Collections.reverse(found);
            }
            return new Extraction(found, "sentences", Optional.empty());
        }

        private void read(Conversation conversation, int number, List<Extraction.Statement> found) {
            Conversation.Message message = conversation.messages().get(number);
            if (message.content().isBlank() && faults.contains(PluginFault.FAILS_ON_STRANGE_TEXT)) {
                throw new IllegalArgumentException("nothing was said");
            }
            for (String sentence : message.content().split("(?<=[.!?])\\s+")) {
                if (!sentence.isBlank() && !faults.contains(PluginFault.NOTHING_REMEMBERED)) {
                    found.add(new Extraction.Statement(
                            sentence,
                            MemoryType.FACTUAL,
                            number,
                            message.role(),
                            List.of(),
                            faults.contains(PluginFault.IMPORTANCE_IN_PERCENT) ? 50 : 0.5,
                            0.8,
                            message.at(),
                            Optional.empty()));
                }
            }
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
