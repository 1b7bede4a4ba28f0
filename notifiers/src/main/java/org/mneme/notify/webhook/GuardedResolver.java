package org.mneme.notify.webhook;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.mneme.notify.guard.AddressGuard;
import org.mneme.notify.guard.ForbiddenAddressException;

/** Let the HTTP client see only addresses that it may connect to. Asked for literal addresses too. */
record GuardedResolver(AddressGuard guard) implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            return guard.resolve(host).toArray(InetAddress[]::new);
        } catch (ForbiddenAddressException e) {
            // the contract of the client knows no other exception; the notifier unwraps this one
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
