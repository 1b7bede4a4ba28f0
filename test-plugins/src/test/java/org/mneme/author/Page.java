package org.mneme.author;

import java.util.List;
import java.util.stream.Stream;
import org.mneme.war.docs.Snippet;

/** Read the page that is held against what happens. */
final class Page {

    private static final String NAME = "docs/write-a-plugin.md";

    private Page() {}

    /** Return the blocks of these languages, in their order. */
    static List<Snippet> blocks(String... languages) {
        List<String> wanted = List.of(languages);
        return Snippet.all().stream()
                .filter(block -> block.page().equals(NAME) && wanted.contains(block.language()))
                .toList();
    }

    /** Return the commands of the shell blocks; one that goes over several lines is one. */
    static List<String> commands() {
        return blocks("sh").stream()
                .flatMap(block -> Stream.of(block.text().split("(?<!\\\\)\\n")))
                .filter(command -> !command.isBlank() && !command.startsWith("#"))
                .toList();
    }

    /** Return the block whose first line begins like this. */
    static Snippet block(String beginning) {
        return blocks("properties").stream()
                .filter(block -> block.firstLine().startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError(NAME + " has no block that begins with " + beginning));
    }
}
