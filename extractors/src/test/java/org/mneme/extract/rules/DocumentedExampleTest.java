package org.mneme.extract.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Conversation.Message;

/** Hold what the documentation says the rules make of a message against what they make of it. */
class DocumentedExampleTest {

    private static final Pattern EXAMPLE = Pattern.compile("(?s)\"([^\"]+)\" becomes\\R\\R```text\\R(.*?)\\R```");

    @Test
    void theRulesMakeOfTheExampleWhatThePageSays() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("../docs/extraction.md")));
        assertThat(example.find()).isTrue();
        Conversation said = new Conversation(
                List.of(new Message("user", example.group(1), Optional.of(Conversations.SAID))), Conversations.SAID);

        String made = new RulesExtractor()
                .extract(said).statements().stream()
                        .map(statement -> String.format(
                                Locale.ROOT,
                                "%s  %.1f  %s",
                                statement.type().word(),
                                statement.importance(),
                                statement.content()))
                        .collect(Collectors.joining("\n"));
        assertThat(made).isEqualTo(example.group(2));
    }
}
