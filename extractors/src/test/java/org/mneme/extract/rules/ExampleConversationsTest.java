package org.mneme.extract.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mneme.spi.extractor.Extraction;

/**
 * Holds what the rules make of many conversations against a file that was read and approved by a person.
 *
 * <p>After a wanted change, {@code target/conversations.out} is the file to look through and take over.
 */
class ExampleConversationsTest {

    private final RulesExtractor extractor = new RulesExtractor();

    @TestFactory
    Stream<DynamicTest> saysWhatAPersonApproved() {
        List<String> approved =
                List.of(Conversations.text("conversations.out").strip().split("\n\n"));
        List<Conversations.Example> examples = Conversations.examples();
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            String expected = i < approved.size() ? approved.get(i).strip() : "";
            Conversations.Example example = examples.get(i);
            tests.add(DynamicTest.dynamicTest(
                    example.title(), () -> assertThat(written(example)).isEqualTo(expected)));
        }
        return tests.stream();
    }

    @Test
    void writesTheFileToLookThrough() throws IOException {
        StringBuilder out = new StringBuilder();
        Conversations.examples().forEach(example -> out.append(written(example)).append("\n\n"));
        Path file = Files.writeString(
                Path.of("target", "conversations.out"), out.toString().strip() + "\n");

        assertThat(file).isNotEmptyFile();
    }

    @Test
    void saysTheSameEveryTime() {
        for (Conversations.Example example : Conversations.examples()) {
            assertThat(extractor.extract(example.conversation())).isEqualTo(extractor.extract(example.conversation()));
        }
    }

    private String written(Conversations.Example example) {
        Extraction extraction = extractor.extract(example.conversation());
        StringBuilder out = new StringBuilder("# " + example.title());
        extraction.statements().forEach(statement -> out.append('\n').append(Conversations.line(statement)));
        return out.toString();
    }
}
