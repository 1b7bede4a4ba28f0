package org.mneme.author;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The machine of an author: a checkout, an empty directory, and a Maven that keeps nothing of this build in the repository of
 * whoever runs it.
 *
 * <p>Its local repository is its own; what is not in it is looked for in the local repository of this build before any other.
 */
final class AuthorMachine {

    private static final String SETTINGS = """
            <settings>
              <profiles>
                <profile>
                  <id>this-build</id>
                  <repositories><repository>%1$s</repository></repositories>
                  <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
                </profile>
              </profiles>
              <activeProfiles><activeProfile>this-build</activeProfile></activeProfiles>
            </settings>
            """;

    private static final String REPOSITORY = """
            <id>this-build</id>
            <url>%s</url>
            <releases><checksumPolicy>ignore</checksumPolicy></releases>
            <snapshots><enabled>false</enabled></snapshots>
            """;

    private final Path root;

    private AuthorMachine(Path root) {
        this.root = root;
    }

    /** Make the machine in a directory that is empty. */
    static AuthorMachine create(Path root) throws IOException {
        Checkout.copy(Path.of("..").toRealPath(), root.resolve("mneme"));
        Path settings = root.resolve("settings.xml");
        String repository =
                Path.of(System.getProperty("mneme.it.repository")).toUri().toString();
        Files.writeString(settings, SETTINGS.formatted(REPOSITORY.formatted(repository)));
        for (Path project : List.of(root, root.resolve("mneme"))) {
            Path options = Files.createDirectories(project.resolve(".mvn")).resolve("maven.config");
            // as global settings: those of whoever runs this, such as a mirror, stay in force
            Files.writeString(options, "-gs\n" + settings + "\n-ntp\n", CREATE, APPEND);
        }
        Files.createDirectories(root.resolve("empty"));
        return new AuthorMachine(root);
    }

    /** Return the directory that the page calls {@code $MNEME}. */
    Path mneme() {
        return root.resolve("mneme");
    }

    /** Return the directory that the commands are typed in. */
    Path empty() {
        return root.resolve("empty");
    }

    /** Run commands one after another, each only if the one before has succeeded, and return what the last one wrote. */
    String run(List<String> commands) throws IOException, InterruptedException {
        String output = "";
        for (String command : commands) {
            output = run(command);
        }
        return output;
    }

    private String run(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(empty().toFile())
                .redirectErrorStream(true);
        // what the Maven of this build has told its children
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_") || name.startsWith("MNEME_"));
        builder.environment().put("MNEME", mneme().toString());
        builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + root.resolve("repository"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .merge("PATH", System.getProperty("mneme.it.maven") + "/bin", (path, maven) -> maven + ":" + path);
        Path file = root.resolve("output.txt");
        Process process = builder.redirectOutput(file.toFile()).start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(4, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String output = Files.readString(file);
        assertThat(ended && process.exitValue() == 0)
                .as("%s:%n%s", command, output)
                .isTrue();
        return output;
    }
}
