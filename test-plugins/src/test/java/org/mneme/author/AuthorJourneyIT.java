package org.mneme.author;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page lead from an empty directory to a plugin that is built and proven. */
class AuthorJourneyIT {

    @TempDir
    private Path root;

    @Test
    void theCommandsOfThePageLeadFromAnEmptyDirectoryToAProvenPlugin() throws Exception {
        AuthorMachine machine = AuthorMachine.create(root.toRealPath());
        assertThat(machine.empty()).isEmptyDirectory();

        machine.run(Page.commands().subList(0, 3));

        assertThat(machine.mneme().resolve("data/mneme/plugins/hello.jar")).exists();
        assertThat(machine.empty().resolve("hello/target/surefire-reports/com.example.WordsEmbeddingTest.txt"))
                .content()
                .contains("Failures: 0, Errors: 0, Skipped: 0");
    }
}
