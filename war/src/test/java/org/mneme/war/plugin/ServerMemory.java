package org.mneme.war.plugin;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.mneme.war.server.PackagedServer;

/** Look into the memory of a running server, from outside. */
record ServerMemory(JMXConnector connector) implements AutoCloseable {

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
    record Figures(long metaspace, int classes, int loaders) {
        @Override
        public String toString() {
            return "%.1f MB of metaspace, %d classes, %d plugin loaders"
                    .formatted(metaspace / 1048576.0, classes, loaders);
        }
    }

    static ServerMemory of(PackagedServer server) throws IOException, AttachNotSupportedException {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(server.pid()));
        try {
            return new ServerMemory(
                    JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } finally {
            machine.detach();
        }
    }

    /** Collect garbage, classes that nobody uses included, and measure. */
    Figures afterCollection() throws IOException, JMException {
        MBeanServerConnection server = connector.getMBeanServerConnection();
        ManagementFactory.getPlatformMXBean(server, java.lang.management.MemoryMXBean.class)
                .gc();
        // counts the living, which collects once more
        String histogram = (String) server.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
        Matcher loaders = INSTANCES.matcher(histogram);
        long metaspace = ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .findFirst()
                .orElseThrow()
                .getUsage()
                .getUsed();
        int classes = ManagementFactory.getPlatformMXBean(server, ClassLoadingMXBean.class)
                .getLoadedClassCount();
        return new Figures(metaspace, classes, loaders.find() ? Integer.parseInt(loaders.group(1)) : 0);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
