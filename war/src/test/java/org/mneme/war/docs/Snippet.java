package org.mneme.war.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One fenced block of a page.
 *
 * @param page the page's name, such as {@code docs/recall.md}
 * @param line where the block begins
 * @param language what stands behind the fence; empty if nothing does
 * @param text the lines between the fences
 */
public record Snippet(String page, int line, String language, String text) {

    private static final Path ROOT = Path.of("..");
    private static final String FENCE = "```";

    /** Read the blocks of all pages, in their order. */
    public static List<Snippet> all() {
        List<Snippet> snippets = new ArrayList<>();
        for (Path page : pages()) {
            read(page, snippets);
        }
        return snippets;
    }

    static List<Snippet> all(String language) {
        return all().stream()
                .filter(snippet -> snippet.language.equals(language))
                .toList();
    }

    private static List<Path> pages() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
                            docs.filter(page -> page.toString().endsWith(".md")).sorted())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path page, List<Snippet> snippets) {
        String name = ROOT.relativize(page).toString();
        List<String> block = null;
        String language = "";
        int number = 0;
        for (String line : lines(page)) {
            number++;
            if (!line.startsWith(FENCE)) {
                if (block != null) {
                    block.add(line);
                }
                continue;
            }
            if (block == null) {
                block = new ArrayList<>();
                language = line.substring(FENCE.length()).strip();
                continue;
            }
            snippets.add(new Snippet(name, number - block.size() - 1, language, String.join("\n", block)));
            block = null;
        }
    }

    private static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Return the first line, which is how an exception names the block. */
    public String firstLine() {
        return text.lines().findFirst().orElse("");
    }

    /** Tell whether the block is nothing but commands for Maven and remarks. */
    boolean isForMaven() {
        return text.lines().allMatch(line -> line.startsWith("mvn ") || line.isBlank() || line.startsWith("#"));
    }

    @Override
    public String toString() {
        return page + ":" + line;
    }
}
