package org.mneme.notify.webhook;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.mneme.notify.guard.AddressGuard;

/**
 * A socket that asks the guard about the very address it connects to, whatever led there.
 *
 * <p>It never goes through a proxy, not even one set by a system property: a proxy would look the name up again.
 */
final class GuardedSocket extends Socket {

    private final AddressGuard guard;

    GuardedSocket(AddressGuard guard) {
        super(Proxy.NO_PROXY);
        this.guard = guard;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (!(endpoint instanceof InetSocketAddress address) || address.isUnresolved()) {
            throw new UnknownHostException("the address was not looked up");
        }
        guard.permit(address.getAddress());
        super.connect(endpoint, timeout);
    }
}
