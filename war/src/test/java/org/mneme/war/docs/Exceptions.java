package org.mneme.war.docs;

import java.util.Map;
import java.util.Optional;

/** The blocks that are not run, each with the reason; a block is named by its first line. */
final class Exceptions {

    private static final Map<String, String> REASONS = Map.of(
            "unzip mneme-server.zip", "making the zip takes a build of its own; PackagedServerIT runs the same server",
            "class MyStorageTest extends StorageContract {", "compiled where the contract is: DocumentedContractsTest",
            "class MyEmbeddingTest extends EmbeddingContract {",
                    "compiled where the contract is: DocumentedContractsTest",
            "POST <url>", "what a receiver gets, which WebhooksIT and OutboxIT compare with what they got",
            "factual  0.9  User's name is Nadia.", "what the extractor answers: DocumentedExampleTest of its module");

    /** A page whose blocks are run by tests of their own: PageTest, AuthorJourneyIT and ExamplesIT of test-plugins. */
    private static final String AUTHORS = "docs/write-a-plugin.md";

    private Exceptions() {}

    /** Return why a block is not run here, if it is not. */
    static Optional<String> reason(Snippet snippet) {
        if (snippet.page().equals(AUTHORS)) {
            return Optional.of("run by the tests of test-plugins");
        }
        return Optional.ofNullable(REASONS.get(snippet.firstLine()));
    }

    /** Return the first lines of all blocks that are excepted. */
    static Iterable<String> firstLines() {
        return REASONS.keySet();
    }
}
