package org.mneme.war.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.mneme.core.FirstStart;
import org.mneme.war.config.ServerConfig;

/** Tell whoever has started the server where it is, where the keys are, and what to try first. */
final class Welcome {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ServerConfig config;
    private final FirstStart.Report firstStart;

    Welcome(ServerConfig config, FirstStart.Report firstStart) {
        this.config = config;
        this.firstStart = firstStart;
    }

    /**
     * Write the welcome to the console.
     *
     * @param whenListening whether to wait until the port is open, so that it is the last thing the start writes and what
     *     it shows works at once
     */
    void show(boolean whenListening) {
        if (!whenListening) {
            print();
            return;
        }
        Thread thread = new Thread(this::printWhenListening, "mneme-welcome");
        thread.setDaemon(true);
        thread.start();
    }

    private void printWhenListening() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!isListening() && System.nanoTime() < end) {
                Thread.sleep(PAUSE.toMillis());
            }
            // The server's own last words come in the same moment.
            Thread.sleep(PAUSE.toMillis());
            print();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            InetAddress address =
                    isAnyInterface() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(config.host());
            socket.connect(new InetSocketAddress(address, config.port()), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isAnyInterface() {
        return config.host().equals("*");
    }

    /** To the console and not to the log, whose prefixes would be in the way of pasting. */
    private void print() {
        System.out.println(text());
    }

    String text() {
        String address = "http://" + (isAnyInterface() ? "localhost" : config.host()) + ":" + config.port();
        String headers = "-H \"Authorization: Bearer " + key() + "\" -H 'Content-Type: application/json'";
        return """

                Mneme is ready at %1$s
                %2$s
                Store a memory, then find it by meaning:

                curl -s %1$s/v1/memories %3$s -d '{"content":"Customer prefers email over phone calls and is on a budget","namespace":"customer:alice","tags":["preference","contact-method"]}'

                curl -s %1$s/v1/memories/search %3$s -d '{"query":"how should I contact this customer?","namespace":"customer:alice","limit":5}'
                """.formatted(address, whereKeysAre(), headers);
    }

    private String whereKeysAre() {
        return firstStart
                .keyFile()
                .map(file -> "Its keys are in " + file)
                .orElse("Its keys are the configured ones (mneme.bootstrap.retainr-key and others)");
    }

    /** What a shell puts in the place of the key: the commands work when pasted, and show the key to no log. */
    private String key() {
        return firstStart
                .keyFile()
                .map(file -> "$(sed -n 's/^RETAINR_API_KEY=//p' " + quoted(file) + ")")
                .orElse("$MNEME_BOOTSTRAP_RETAINR_KEY");
    }

    private static String quoted(Path file) {
        return "'" + file.toString().replace("'", "'\\''") + "'";
    }
}
