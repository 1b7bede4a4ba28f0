package org.mneme.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Look at another process. */
final class Processes {

    private Processes() {}

    /** Return how much memory a process has resident, in MB; NaN where the system does not say. */
    static double residentMegabytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                }
            }
        } catch (IOException e) {
            return Double.NaN;
        }
        return Double.NaN;
    }
}
