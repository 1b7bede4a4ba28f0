package org.mneme.tck.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Write to a store from a Java process of its own, until that is killed. */
final class WritingJvm implements WritingProcess {

    private final Process process;
    private final Thread reader;
    private final List<String> written = new CopyOnWriteArrayList<>();

    private WritingJvm(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "tck-writing-process");
        this.reader.setDaemon(true);
        this.reader.start();
    }

    static WritingJvm start(Class<?> contract, String store, Path directory) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                WritingJvm.class.getName(),
                contract.getName(),
                store,
                directory.toString());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            return new WritingJvm(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // a line the kill cut off names no memory
                if (line.startsWith("stored mem_") && line.endsWith(".")) {
                    written.add(line.substring("stored ".length(), line.length() - 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void awaitWritten(int count) {
        int target = written.size() + count;
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> written.size() >= target || !process.isAlive());
        if (written.size() < target) {
            throw new AssertionError("the writing process ended by itself after " + written.size() + " memories");
        }
    }

    @Override
    public List<String> kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.copyOf(written);
    }

    /** Run as the process: contract class, store, directory. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(arguments[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        StorageHarness contract = (StorageHarness) constructor.newInstance();
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
        WritingLoad.run(
                contract.underTest().open(arguments[1], clock, Path.of(arguments[2])),
                clock.instant(),
                WritingJvm::report);
    }

    private static synchronized void report(String id) {
        System.out.println("stored " + id + ".");
        System.out.flush();
    }
}
