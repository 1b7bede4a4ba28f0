package org.mneme.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compile every Java block of the documentation against the contracts it shows how to use. */
class DocumentedContractsTest {

    private static final Pattern BLOCK = Pattern.compile("(?s)\\R```java\\R(.*?)\\R```");

    /** What a reader brings along: the imports, the provider to be proven, and the address of its service. */
    private static final String AROUND = """
            import java.util.*;
            import org.mneme.spi.*;
            import org.mneme.spi.embedding.*;
            import org.mneme.spi.storage.*;
            import org.mneme.tck.embedding.*;
            import org.mneme.tck.storage.*;

            interface Reader {
                String LOCAL_SERVICE = "http://127.0.0.1:8000";
            }

            abstract class Mine implements Plugin {
                public String id() {
                    return "mine";
                }
            }

            class MyStorageProvider extends Mine implements StorageProvider {
                public Storage open(PluginContext context) {
                    throw new UnsupportedOperationException();
                }
            }

            class MyEmbeddingProvider extends Mine implements EmbeddingProvider {
                public EmbeddingModel open(PluginContext context) {
                    throw new UnsupportedOperationException();
                }
            }
            """;

    @TempDir
    private Path classes;

    @Test
    void everyJavaBlockCompiles() throws IOException {
        int blocks = 0;
        try (Stream<Path> pages = Files.list(Path.of("../docs"))) {
            for (Path page :
                    pages.filter(DocumentedContractsTest::isOfWholeClasses).toList()) {
                Matcher block = BLOCK.matcher(Files.readString(page));
                while (block.find()) {
                    assertThat(errors(block.group(1))).as(page.toString()).isEmpty();
                    blocks++;
                }
            }
        }
        assertThat(blocks).isGreaterThanOrEqualTo(2);
    }

    /** One page shows parts of classes, which PageTest of test-plugins finds in sources that are built. */
    private static boolean isOfWholeClasses(Path page) {
        return page.toString().endsWith(".md") && !page.endsWith("write-a-plugin.md");
    }

    @Test
    void aBlockThatDoesNotFitIsNoticed() {
        assertThat(errors("class MyStorageTest extends StorageContract {}")).contains("underTest");
    }

    /** Return what the compiler says; nothing if the block compiles. */
    private String errors(String block) {
        // a constant of the reader's own test class
        String source = AROUND + block.replace("LOCAL_SERVICE", "Reader.LOCAL_SERVICE");
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Documented.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter words = new StringWriter();
        boolean compiled = compiler.getTask(words, null, null, List.of("-d", classes.toString()), null, List.of(file))
                .call();
        return compiled ? "" : words.toString();
    }
}
