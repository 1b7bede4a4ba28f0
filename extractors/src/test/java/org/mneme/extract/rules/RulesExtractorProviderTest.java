package org.mneme.extract.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.mneme.api.MemoryType;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Conversation.Message;
import org.mneme.spi.extractor.Extraction;
import org.mneme.spi.extractor.Extraction.Statement;
import org.mneme.spi.extractor.ExtractorProvider;

class RulesExtractorProviderTest {

    private static final Instant RECEIVED = Instant.parse("2026-03-03T10:00:00Z");

    @Test
    void isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(ExtractorProvider.class))
                .extracting(ExtractorProvider::id)
                .contains("rules");
    }

    @Test
    void turnsOneMessageIntoTypedStatementsOfTheirOwn() {
        Extraction extraction = extract(new Message(
                "user", "My name is Nadia. I am allergic to peanuts and I live in Porto.", Optional.of(RECEIVED)));

        assertThat(extraction.extractor()).isEqualTo("rules");
        assertThat(extraction.note()).isEmpty();
        assertThat(extraction.statements())
                .extracting(Statement::content)
                .containsExactly("User's name is Nadia.", "User is allergic to peanuts.", "User lives in Porto.");
        assertThat(extraction.statements()).extracting(Statement::type).containsOnly(MemoryType.FACTUAL);
        assertThat(extraction.statements()).extracting(Statement::role).containsOnly("user");
        assertThat(extraction.statements()).extracting(Statement::saidAt).containsOnly(Optional.of(RECEIVED));
        assertThat(extraction.statements().get(2).entities()).containsExactly("Porto", "Nadia");
    }

    @Test
    void countsRelativeDatesFromTheMomentOfReceiptWhereAMessageHasNone() {
        Extraction extraction = extract(new Message("user", "I flew to Rome yesterday.", Optional.empty()));

        assertThat(extraction.statements()).singleElement().satisfies(statement -> {
            assertThat(statement.content()).isEqualTo("User flew to Rome yesterday (2026-03-02).");
            assertThat(statement.eventDate()).contains(Instant.parse("2026-03-02T00:00:00Z"));
            assertThat(statement.saidAt()).isEmpty();
        });
    }

    @Test
    void keepsTheRoleAndThePlaceOfEveryMessage() {
        Extraction extraction = extract(
                new Message("user", "thanks!", Optional.empty()),
                new Message("assistant", "I recommend pgvector for vectors.", Optional.empty()),
                new Message("user", "We decided to use pgvector.", Optional.empty()));

        assertThat(extraction.statements()).extracting(Statement::message).containsExactly(1, 2);
        assertThat(extraction.statements()).extracting(Statement::role).containsExactly("assistant", "user");
        assertThat(extraction.statements().get(0).confidence())
                .isLessThan(extraction.statements().get(1).confidence());
    }

    private static Extraction extract(Message... messages) {
        return new RulesExtractorProvider().open().extract(new Conversation(List.of(messages), RECEIVED));
    }
}
