package org.mneme.extract.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Extraction;
import org.mneme.spi.extractor.Extraction.Statement;
import org.mneme.spi.extractor.Extractor;

/** Extract by rules. Holds no state, so one serves every thread. */
final class RulesExtractor implements Extractor {

    /** A message that says more than this is a document: the rest is left out, and the note says so. */
    private static final int MOST_OF_A_MESSAGE = 1_000;

    @Override
    public Extraction extract(Conversation conversation) {
        Transcript transcript = new Transcript(conversation.messages());
        Map<String, String> names = new HashMap<>();
        List<Statement> statements = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        String speaker = "";
        Optional<String> asked = Optional.empty();
        for (int i = 0; i < conversation.messages().size(); i++) {
            Conversation.Message message = conversation.messages().get(i);
            Transcript.Said said = transcript.said(message);
            MessageReader reader = new MessageReader(
                    said.speaker(), message, i, message.at().orElse(conversation.receivedAt()), names);
            List<Statement> found =
                    reader.read(said.text(), said.speaker().label().equals(speaker) ? Optional.empty() : asked);
            speaker = said.speaker().label();
            asked = QuestionAndAnswer.questionOf(said.text());
            statements.addAll(found.subList(0, Math.min(found.size(), MOST_OF_A_MESSAGE)));
            if (found.size() > MOST_OF_A_MESSAGE) {
                notes.add("message " + i + ": " + (found.size() - MOST_OF_A_MESSAGE) + " of " + found.size()
                        + " statements left out");
            }
            notes.addAll(reader.notes());
        }
        return new Extraction(
                statements,
                RulesExtractorProvider.ID,
                notes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", notes)));
    }

    @Override
    public void close() {}
}
