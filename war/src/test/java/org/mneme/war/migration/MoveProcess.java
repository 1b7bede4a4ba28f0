package org.mneme.war.migration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mneme.api.Scope;
import org.mneme.core.migration.MigrationService;
import org.mneme.core.migration.ReadOnlyGate;
import org.mneme.spi.storage.Storage;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/** Move a workspace in a process of its own, which can be killed. */
final class MoveProcess {

    private static final String COMPARED = "compared ";

    private MoveProcess() {}

    /**
     * Begin to move a workspace, and kill the process that does it.
     *
     * @param from a storage, as {@link Storages#named} has it
     * @param enough how many items are compared before
     * @return how many were compared when the process last said so
     */
    static long killedOnTheWay(String from, String to, Scope workspace, long enough) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-D" + ElasticsearchNode.URIS + "=" + ElasticsearchNode.uris(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                MoveProcess.class.getName(),
                from,
                to,
                workspace.workspace()));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                return waitFor(lines, enough);
            } finally {
                process.destroyForcibly().onExit().join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long waitFor(BufferedReader lines, long enough) throws IOException {
        long begun = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            long compared = line.startsWith(COMPARED) ? Long.parseLong(line.substring(COMPARED.length())) : 0;
            begun = compared > 0 && begun == 0 ? System.nanoTime() : begun;
            if (compared >= enough) {
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                StorageMigrationIT.tell("{0} items moved in {1} ms, killed", compared, millis);
                return compared;
            }
        }
        throw new AssertionError("the process ended before it had compared " + enough);
    }

    /** Move until killed, or until the output is no longer read. */
    public static void main(String[] args) throws InterruptedException {
        Scope workspace = Scope.of(args[2]);
        try (Storage from = Storages.named(args[0]);
                Storage to = Storages.named(args[1]);
                Moves moves = new Moves();
                MigrationService service = moves.service(from, to, new ReadOnlyGate())) {
            service.start(workspace.workspace(), false);
            while (!System.out.checkError()) {
                System.out.println(COMPARED + service.get(workspace).compared());
                Thread.sleep(20);
            }
        }
    }
}
