package org.mneme.storage.jpa;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Run a main class of the tests in a Java process of its own, hear what it says, and kill it. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final Thread listener = new Thread(this::listen, "child-listener");
    private final List<Integer> heard = new CopyOnWriteArrayList<>();

    private ChildJvm(Process process) {
        this.process = process;
        listener.start();
    }

    static ChildJvm start(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        try {
            return new ChildJvm(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Called in the child: say a number, as one write, so that a kill cuts no number in two unnoticed. */
    static void say(int number) {
        byte[] line = ("said " + number + ".\n").getBytes(UTF_8);
        synchronized (System.out) {
            System.out.write(line, 0, line.length);
            System.out.flush();
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("said ") && line.endsWith(".")) {
                    heard.add(Integer.valueOf(line.substring("said ".length(), line.length() - 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Wait until the child has said so many numbers more than it has now. */
    void awaitMore(int count) {
        int target = heard.size() + count;
        await().atMost(Duration.ofSeconds(60)).until(() -> heard.size() >= target || !process.isAlive());
        if (heard.size() < target) {
            throw new AssertionError("the process ended by itself after it had said " + heard.size() + " numbers");
        }
    }

    /** Wait until the child has ended by itself. */
    void awaitEnd() throws InterruptedException {
        if (process.waitFor() != 0) {
            throw new AssertionError("the process ended with " + process.exitValue());
        }
        listener.join();
    }

    /** Kill the child without a chance to finish anything, and return the numbers that it has said. */
    List<Integer> kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        listener.join();
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
