package org.mneme.war.start;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Run a server in the foreground of {@code mvn -Prun}: its console is Maven's, without a prefix before what is to be pasted,
 * and it ends with Maven, however that is told to end.
 */
public final class Foreground {

    private static final int MOST_SECONDS_TO_STOP = 60;

    private Foreground() {}

    /**
     * Run a command until it ends.
     *
     * @param command the command and its arguments
     * @throws IllegalStateException if it ends with another code than 0
     */
    public static void main(String[] command) throws IOException, InterruptedException {
        Process server = new ProcessBuilder(List.of(command)).inheritIO().start();
        Thread stop = new Thread(() -> stop(server), "mneme-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        int code = server.waitFor();
        if (stop.isAlive()) {
            // told to end: that is no failure
            return;
        }
        Runtime.getRuntime().removeShutdownHook(stop);
        if (code != 0) {
            throw new IllegalStateException("the server ended with code " + code + "; it says why, above");
        }
    }

    private static void stop(Process server) {
        server.destroy();
        try {
            server.waitFor(MOST_SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
