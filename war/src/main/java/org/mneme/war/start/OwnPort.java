package org.mneme.war.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.mneme.core.config.Binder;
import org.mneme.war.config.ServerConfig;

/**
 * Find out before anything is opened whether the server will be able to listen.
 *
 * <p>Open Liberty listens when its applications have started; where it cannot, it says so in one line and stays, and
 * whoever else has the port would be taken for it.
 */
final class OwnPort {

    private OwnPort() {}

    /** Listen for a moment, and note a problem if that is not possible. */
    static void check(ServerConfig config, Binder binder) {
        try (ServerSocket socket = new ServerSocket()) {
            // as the server itself does: connections of a former server that linger on are no hindrance
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(config.host()), config.port()));
        } catch (IOException e) {
            binder.report(
                    "mneme.port",
                    "the server cannot listen on port " + config.port() + " of " + config.host() + " (" + Causes.of(e)
                            + ")",
                    "end what listens there, or choose another mneme.port or mneme.host");
        }
    }

    private static InetAddress address(String host) throws IOException {
        return host.equals("*") ? new InetSocketAddress(0).getAddress() : InetAddress.getByName(host);
    }
}
