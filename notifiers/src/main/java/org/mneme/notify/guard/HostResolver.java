package org.mneme.notify.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Look up the Internet addresses of a host name. */
@FunctionalInterface
public interface HostResolver {

    /**
     * Return the addresses of a name, at least one.
     *
     * @throws UnknownHostException if there is none, or the look-up takes too long
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** Return a resolver that asks the operating system and waits as long as that does. */
    static HostResolver ofSystem() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
