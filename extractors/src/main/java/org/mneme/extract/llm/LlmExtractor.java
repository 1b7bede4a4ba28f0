package org.mneme.extract.llm;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.mneme.spi.Health;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Conversation.Message;
import org.mneme.spi.extractor.Extraction;
import org.mneme.spi.extractor.Extraction.Statement;
import org.mneme.spi.extractor.Extractor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Extract by a model, and by the rules where it fails: never both for one conversation, so that nothing is told twice. */
final class LlmExtractor implements Extractor {

    private static final Logger LOG = LoggerFactory.getLogger(LlmExtractor.class);

    private final LlmOptions options;
    private final ChatClient client;
    private final Extractor rules;
    private final String instructions = Question.instructions();
    private final AtomicReference<String> lastFailure = new AtomicReference<>("");

    LlmExtractor(LlmOptions options, ChatClient client, Extractor rules) {
        this.options = options;
        this.client = client;
        this.rules = rules;
    }

    @Override
    public Extraction extract(Conversation conversation) {
        try {
            Extraction extraction = byModel(conversation);
            lastFailure.set("");
            return extraction;
        } catch (LlmFailure failure) {
            LOG.warn("{} {}: extracting by rules", options, failure.getMessage());
            lastFailure.set(failure.getMessage());
            return byRules(conversation, failure.getMessage());
        }
    }

    private Extraction byModel(Conversation conversation) {
        Instant deadline = client.deadline();
        List<Statement> statements = new ArrayList<>();
        int malformed = 0;
        int groundless = 0;
        for (Batch batch : Batch.of(conversation.messages(), options.maxInput())) {
            String question = Question.about(batch, conversation.receivedAt());
            Answer answer = Answer.read(client.ask(instructions, question, deadline), batch);
            List<Statement> grounded = grounded(answer, batch, conversation);
            statements.addAll(grounded);
            malformed += answer.malformed();
            groundless += answer.items().size() - grounded.size();
        }
        if (statements.isEmpty() && malformed + groundless > 0) {
            throw LlmFailure.lasting("answered nothing that can be used: " + leftOut(malformed, groundless));
        }
        Optional<String> note = malformed + groundless == 0
                ? Optional.empty()
                : Optional.of("statements of the model left out: " + leftOut(malformed, groundless));
        return new Extraction(statements, LlmExtractorProvider.ID, note);
    }

    private static String leftOut(int malformed, int groundless) {
        return malformed + " badly formed, " + groundless + " without grounds in what was said";
    }

    private static List<Statement> grounded(Answer answer, Batch batch, Conversation conversation) {
        List<Statement> statements = new ArrayList<>();
        Map<Integer, Grounds> grounds = new HashMap<>();
        Set<String> contents = new HashSet<>();
        for (Answer.Item item : answer.items()) {
            Grounds said = // the model saw no more than the batch
                    grounds.computeIfAbsent(item.message(), place -> Grounds.of(batch.first(), place, conversation));
            if (said.support(item.content()) && contents.add(item.content())) {
                statements.add(statement(item, said, conversation.messages().get(item.message())));
            }
        }
        statements.sort(Comparator.comparingInt(Statement::message));
        return statements;
    }

    private static Statement statement(Answer.Item item, Grounds said, Message message) {
        String content = item.content().toLowerCase(Locale.ROOT);
        return new Statement(
                item.content(),
                item.type(),
                item.message(),
                message.role(),
                item.entities().stream()
                        .filter(entity -> !entity.isBlank() && content.contains(entity.toLowerCase(Locale.ROOT)))
                        .distinct()
                        .toList(),
                item.importance(),
                item.confidence(),
                message.at(),
                item.eventDate()
                        .filter(said::supportDay)
                        .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    private Extraction byRules(Conversation conversation, String reason) {
        Extraction extraction = rules.extract(conversation);
        String note = "the model " + reason + "; extracted by rules";
        return new Extraction(
                extraction.statements(),
                extraction.extractor(),
                Optional.of(extraction.note().map(own -> note + "; " + own).orElse(note)));
    }

    @Override
    public Health health() {
        String failure = lastFailure.get();
        return failure.isEmpty()
                ? Health.up()
                : new Health(Health.State.DEGRADED, "The model " + failure + "; the rules extract instead.", Map.of());
    }

    @Override
    public void close() {
        client.close();
        rules.close();
    }
}
