package org.mneme.author;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mneme.war.docs.Snippet;

/** Every block of the page is either run ({@link AuthorJourneyIT}, ExamplesIT) or is code that is built and tested. */
class PageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path SKELETON = ROOT.resolve("mneme-plugin-archetype/src/main/resources/archetype-resources");
    private static final List<Path> SOURCES = List.of(SKELETON, ROOT.resolve("examples"));

    @Test
    void everyBlockIsOfAKindThatIsChecked() {
        List<Snippet> all = Page.blocks("sh", "json", "java", "properties", "xml", "text", "js", "http", "");

        assertThat(all).extracting(Snippet::language).containsOnly("sh", "java", "properties", "xml");
    }

    @Test
    void theWayToAListedPluginTakesFiveCommandsAtMost() {
        assertThat(Page.commands()).hasSizeBetween(1, 5);
    }

    @Test
    void everyBlockOfCodeStandsInASourceThatIsBuiltAndTested() throws IOException {
        List<String> sources = sources();

        for (Snippet block : Page.blocks("java", "xml", "properties")) {
            if (block.firstLine().startsWith("mneme.")) {
                continue; // the configuration of a server, which ExamplesIT starts with it
            }
            assertThat(sources)
                    .as("%s stands in a source", block)
                    .anySatisfy(source -> assertThat(source).contains(unindented(asMade(block.text()))));
        }
    }

    /** The page shows the project as it is made when it is called hello. */
    private static String asMade(String text) {
        return text.replace("${artifactId}", "hello");
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = SOURCES.stream().flatMap(PageTest::walk)) {
            return files.filter(file -> !file.toString().contains("target"))
                    .filter(file -> file.toString().matches(".*(java|xml|properties)"))
                    .map(PageTest::read)
                    .map(text -> unindented(asMade(text).replace("${package}", "com.example")))
                    .toList();
        }
    }

    private static Stream<Path> walk(Path directory) {
        try {
            return Files.walk(directory).filter(Files::isRegularFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unindented(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    @Test
    void theVersionsThatAreGivenToOthersAreThoseOfTheParent() throws IOException {
        String bom = Files.readString(ROOT.resolve("mneme-bom/pom.xml"));
        String parent = Files.readString(ROOT.resolve("pom.xml"));

        for (String element : List.of("version", "slf4j.version")) {
            assertThat(first(element, bom)).as(element).isEqualTo(first(element, parent));
        }
        assertThat(Page.commands().get(1))
                .contains("-DarchetypeVersion=" + first("version", parent))
                .contains("maven-archetype-plugin:" + first("maven-archetype-plugin.version", parent) + ":generate");
    }

    private static String first(String element, String pom) {
        String open = "<" + element + ">";
        int start = pom.indexOf(open) + open.length();
        return pom.substring(start, pom.indexOf("</" + element + ">", start));
    }
}
