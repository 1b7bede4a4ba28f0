package org.mneme.notify.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.MemoryException;

/**
 * Decide which addresses may be connected to. Immutable.
 *
 * <p>Asked twice: when an address is registered, so that its owner learns at once, and for the very address each
 * connection goes to, because a name may lead elsewhere by then (DNS rebinding). Only the second protects.
 */
public final class AddressGuard {

    private static final Set<String> OWN_NAMES =
            Set.of("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback");
    private static final Set<String> METADATA_NAMES = Set.of("metadata.google.internal", "instance-data.ec2.internal");

    private final boolean allowHttp;
    private final List<Network> allowed;
    private final HostResolver resolver;

    /**
     * Guard connections.
     *
     * @param allowHttp whether addresses without TLS are accepted
     * @param allowedNetworks blocks such as {@code 10.1.0.0/16} that are allowed though they are not public
     * @param resolver looks names up
     * @throws IllegalArgumentException if a block cannot be read
     */
    public AddressGuard(boolean allowHttp, List<String> allowedNetworks, HostResolver resolver) {
        this.allowHttp = allowHttp;
        this.allowed = allowedNetworks.stream().map(Network::parse).toList();
        this.resolver = resolver;
    }

    /**
     * Read an address and check it as far as that is possible without connecting.
     *
     * <p>A name that cannot be looked up now is accepted: it may be there tomorrow, and is looked up again each time.
     *
     * @throws MemoryException of kind {@code INVALID}, field {@code url}, saying what is allowed
     */
    public Target check(String address) {
        Target target = read(address);
        try {
            permitted(target.host(), resolver.resolve(target.host()));
        } catch (ForbiddenAddressException e) {
            throw MemoryException.invalid("url", e.getMessage());
        } catch (UnknownHostException e) {
            return target;
        }
        return target;
    }

    /**
     * Read an address and check what its text alone tells.
     *
     * @throws MemoryException of kind {@code INVALID}, field {@code url}, saying what is allowed
     */
    public Target read(String address) {
        Target target = Target.parse(address);
        if (!target.secure() && !allowHttp) {
            throw MemoryException.invalid(
                    "url", "url must begin with https://; this server's operator has not allowed http");
        }
        Optional<byte[]> literal = target.literal();
        if (literal.isPresent()) {
            refusal(literal.get()).ifPresent(what -> {
                throw MemoryException.invalid("url", refused(target.host(), what));
            });
        }
        if (METADATA_NAMES.contains(target.host())) {
            throw MemoryException.invalid("url", refused(target.host(), "a cloud machine's metadata"));
        }
        if (namesItself(target.host()) && allowed.stream().noneMatch(AddressGuard::isOfThisMachine)) {
            throw MemoryException.invalid("url", refused(target.host(), "this machine itself"));
        }
        return target;
    }

    private static boolean namesItself(String host) {
        return OWN_NAMES.contains(host) || host.endsWith(".localhost");
    }

    private static boolean isOfThisMachine(Network network) {
        return SpecialNetworks.whatIs(network.prefix())
                .filter("this machine itself"::equals)
                .isPresent();
    }

    /**
     * Look a host up for a connection, and return the addresses it may go to.
     *
     * @throws ForbiddenAddressException if none of its addresses is allowed
     * @throws UnknownHostException if it has none
     */
    public List<InetAddress> resolve(String host) throws UnknownHostException, ForbiddenAddressException {
        return permitted(host, resolver.resolve(host));
    }

    private List<InetAddress> permitted(String host, List<InetAddress> addresses) throws ForbiddenAddressException {
        List<InetAddress> permitted = addresses.stream()
                .filter(address -> refusal(address.getAddress()).isEmpty())
                .toList();
        if (permitted.isEmpty() && !addresses.isEmpty()) {
            String what = refusal(addresses.get(0).getAddress()).orElseThrow();
            throw new ForbiddenAddressException(refused(host, what));
        }
        return permitted;
    }

    /**
     * Check the address that a connection is about to go to.
     *
     * @throws ForbiddenAddressException if it is not allowed
     */
    public void permit(InetAddress address) throws ForbiddenAddressException {
        Optional<String> what = refusal(address.getAddress());
        if (what.isPresent()) {
            throw new ForbiddenAddressException(refused(address.getHostAddress(), what.get()));
        }
    }

    private Optional<String> refusal(byte[] address) {
        byte[] unwrapped = SpecialNetworks.unwrapped(address);
        boolean isAllowed =
                allowed.stream().anyMatch(network -> network.contains(address) || network.contains(unwrapped));
        return isAllowed ? Optional.empty() : SpecialNetworks.whatIs(address);
    }

    private static String refused(String host, String what) {
        return "url must lead to a public host: " + host + " is " + what
                + ", which this server's operator has not allowed";
    }
}
