package org.mneme.war.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mneme.war.server.PackagedServer;

/**
 * Look into the memory of a running server, from outside.
 *
 * <p>By the commands of its Java machine, not by its management beans: an application server brings its own, and they cannot be
 * reached from outside before somebody inside has asked for them.
 */
record ServerMemory(long pid) {

    private static final String PLUGIN_LOADER = "org.mneme.core.plugin.PluginLoader";
    private static final Pattern INSTANCES =
            Pattern.compile("(\\d+)\\s+\\d+\\s+" + Pattern.quote(PLUGIN_LOADER) + "\\b");

    /**
     * What was in use after a collection.
     *
     * @param metaspace in bytes
     * @param classes that are loaded
     * @param loaders how many plugins have a class loader
     */
    record Figures(long metaspace, long classes, int loaders) {
        @Override
        public String toString() {
            return "%.1f MB of metaspace, %d classes, %d plugin loaders"
                    .formatted(metaspace / 1048576.0, classes, loaders);
        }
    }

    static ServerMemory of(PackagedServer server) {
        return new ServerMemory(server.pid());
    }

    /** Collect garbage, classes that nobody uses included, and measure. */
    Figures afterCollection() throws IOException, InterruptedException {
        command("GC.run");
        // counts the living, which collects once more
        Matcher loaders = INSTANCES.matcher(command("GC.class_histogram"));
        String counters = command("PerfCounter.print");
        return new Figures(
                counter(counters, "sun.gc.metaspace.used"),
                counter(counters, "java.cls.loadedClasses")
                        + counter(counters, "java.cls.sharedLoadedClasses")
                        - counter(counters, "java.cls.unloadedClasses")
                        - counter(counters, "java.cls.sharedUnloadedClasses"),
                loaders.find() ? Integer.parseInt(loaders.group(1)) : 0);
    }

    private static long counter(String counters, String name) {
        Matcher line = Pattern.compile("^" + Pattern.quote(name) + "=(\\d+)", Pattern.MULTILINE)
                .matcher(counters);
        assertThat(line.find()).as("%s in %s", name, counters).isTrue();
        return Long.parseLong(line.group(1));
    }

    private String command(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        command)
                .redirectErrorStream(true)
                .start();
        String answer = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        assertThat(jcmd.waitFor()).as(answer).isZero();
        return answer;
    }
}
