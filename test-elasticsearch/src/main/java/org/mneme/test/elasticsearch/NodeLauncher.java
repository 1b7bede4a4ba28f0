package org.mneme.test.elasticsearch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.Node;
import org.elasticsearch.node.NodeValidationException;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Run one node in this process: the home directory, then settings as {@code name=value}.
 *
 * <p>Prints {@code ES-READY http=PORT} when it answers, and ends when its standard input is closed, so that no node outlives
 * the test that started it, however that ended.
 */
final class NodeLauncher {

    private NodeLauncher() {}

    public static void main(String[] arguments) throws IOException, NodeValidationException {
        LogConfigurator.configureESLogging();
        Path home = Path.of(arguments[0]);
        Settings.Builder settings = Settings.builder()
                .put("path.home", home.toString())
                .put("network.host", "127.0.0.1")
                .put("http.port", "0")
                .put("transport.port", "0")
                .put("cluster.routing.allocation.disk.threshold_enabled", false);
        for (int i = 1; i < arguments.length; i++) {
            int sign = arguments[i].indexOf('=');
            settings.put(arguments[i].substring(0, sign), arguments[i].substring(sign + 1));
        }
        Environment environment = new Environment(settings.build(), home.resolve("config"));
        LogConfigurator.setNodeName(environment.settings().get("node.name", "test"));
        LogConfigurator.configureWithoutConfig(
                Settings.builder().put("logger.level", "WARN").build());
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
                PluginsLoader.loadModulesBundles(home.resolve("modules")), Set.of(), Map.of(), false);
        try (Node node = new Node(environment, plugins)) {
            node.start();
            int port = node.injector()
                    .getInstance(HttpServerTransport.class)
                    .boundAddress()
                    .publishAddress()
                    .getPort();
            System.out.println("ES-READY http=" + port);
            System.out.flush();
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.exit(0);
    }
}
