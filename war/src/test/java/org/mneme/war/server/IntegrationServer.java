package org.mneme.war.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.arquillian.config.descriptor.api.ArquillianDescriptor;
import org.jboss.arquillian.config.descriptor.api.ContainerDef;
import org.jboss.arquillian.container.spi.event.DeployManagedDeployments;
import org.jboss.arquillian.container.spi.event.UnDeployManagedDeployments;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.EventContext;

/**
 * Configure the server that Arquillian starts, and let every test class share one deployment.
 *
 * <p>The server has a name, a directory, a port and data of its own, so that two builds on one machine do not meet.
 */
public final class IntegrationServer {

    private static final int PORT = ServerDirectory.freePort();

    private static boolean deployed;

    /** Return where the server listens. */
    static URI baseUri() {
        return URI.create("http://127.0.0.1:" + PORT);
    }

    /** Describe the server before Arquillian reads the description. */
    void configure(@Observes(precedence = 100) ArquillianDescriptor descriptor) throws IOException {
        Path directory = ServerDirectory.create("arquillian-");
        // The container finds its process by this name among all Java processes of the machine.
        String name = "mneme" + UUID.randomUUID().toString().replace("-", "");
        Path server = directory.resolve("usr/servers").resolve(name);
        ServerDirectory.copyConfiguration(server);
        Files.writeString(server.resolve("server.xml"), serverXml());
        // not as its own server: it listens already when the application comes
        Files.writeString(server.resolve("jvm.options"), "-Dfile.encoding=UTF-8\n");
        Files.write(server.resolve("server.env"), environment(directory.resolve("data")));

        ContainerDef container = descriptor.container("liberty").setDefault();
        container.property("wlpHome", ServerDirectory.runtime().toString());
        container.property("usrDir", directory.resolve("usr").toString());
        container.property("serverName", name);
        container.property("httpPort", String.valueOf(PORT));
        container.property("deployType", "xml");
        container.property("serverStartTimeout", "90");
        container.property("appDeployTimeout", "120");
        container.property("outputToConsole", System.getProperty("mneme.it.console", "false"));
        // Half the start, at the price of peak speed, which no test of the wire needs.
        container.property("javaVmArguments", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx768m");
    }

    /** Deploy for the first class, and for no other. */
    void deploy(@Observes EventContext<DeployManagedDeployments> event) {
        if (!deployed) {
            event.proceed();
            deployed = true;
        }
    }

    /** Leave the application where it is: it ends with the server. */
    void undeploy(@Observes EventContext<UnDeployManagedDeployments> event) {
        // not proceeding is the point
    }

    /** The shipped configuration without its application, which Arquillian adds when it deploys. */
    private static String serverXml() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <server>
                  <include location="runtime.xml"/>
                  <featureManager><feature>localConnector-1.0</feature></featureManager>
                  <config updateTrigger="polled" monitorInterval="250ms"/>
                  <applicationMonitor updateTrigger="mbean"/>
                </server>
                """;
    }

    private static List<String> environment(Path data) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("MNEME_HOST", "127.0.0.1");
        environment.put("MNEME_PORT", String.valueOf(PORT));
        environment.put("MNEME_DATA_DIR", data.toString());
        // without a language model: what is tested is the server, and vectors of letters are made in no time
        environment.put("MNEME_EMBEDDING", "hashing");
        environment.put("MNEME_BOOTSTRAP_WORKSPACE_ID", TestKeys.WORKSPACE);
        environment.put("MNEME_BOOTSTRAP_RETAINR_KEY", TestKeys.RETAINR);
        environment.put("MNEME_BOOTSTRAP_RETAINDB_KEY", TestKeys.RETAINDB);
        environment.put("MNEME_BOOTSTRAP_XTRACE_KEY", TestKeys.XTRACE);
        environment.put("MNEME_BOOTSTRAP_ADMIN_KEY", TestKeys.ADMIN);
        // the receivers of webhooks are on this machine, and repeats must come within a test's patience
        environment.put("MNEME_NOTIFIER_WEBHOOK_ALLOW_HTTP", "true");
        environment.put("MNEME_NOTIFIER_WEBHOOK_ALLOW_NETWORKS", "127.0.0.1/32");
        environment.put("MNEME_DELIVERY_BACKOFF", "300ms");
        environment.put("MNEME_DELIVERY_MAX_BACKOFF", "1s");
        environment.putAll(ChosenStorage.environment(data));
        return environment.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }
}
