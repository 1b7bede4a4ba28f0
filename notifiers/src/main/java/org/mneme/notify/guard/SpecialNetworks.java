package org.mneme.notify.guard;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Know the addresses that are not public hosts.
 *
 * <p>From the special-purpose registries (RFC 6890 and what updates it,
 * https://www.iana.org/assignments/iana-ipv4-special-registry and …ipv6-special-registry) and the addresses at which cloud
 * machines find their credentials. Of IPv6 everything outside 2000::/3 is special, so that what is assigned in future is
 * refused until somebody has thought about it.
 */
final class SpecialNetworks {

    private record Special(Network network, String what) {}

    private static final List<Special> SPECIAL = List.of(
            special("169.254.169.254", "a cloud machine's metadata"),
            special("168.63.129.16", "a cloud machine's metadata"),
            special("100.100.100.200", "a cloud machine's metadata"),
            special("fd00:ec2::/32", "a cloud machine's metadata"),
            special("fd20:ce::/32", "a cloud machine's metadata"),
            special("0.0.0.0/8", "this network"),
            special("10.0.0.0/8", "a private network"),
            special("100.64.0.0/10", "a carrier's shared network"),
            special("127.0.0.0/8", "this machine itself"),
            special("169.254.0.0/16", "link-local"),
            special("172.16.0.0/12", "a private network"),
            special("192.0.0.0/24", "reserved for protocols"),
            special("192.0.2.0/24", "for documentation"),
            special("192.88.99.0/24", "a 6to4 relay"),
            special("192.168.0.0/16", "a private network"),
            special("198.18.0.0/15", "for benchmarks"),
            special("198.51.100.0/24", "for documentation"),
            special("203.0.113.0/24", "for documentation"),
            special("224.0.0.0/4", "multicast"),
            special("255.255.255.255", "broadcast"),
            special("240.0.0.0/4", "reserved"),
            special("::", "no address"),
            special("::1", "this machine itself"),
            special("::/96", "an IPv4 address in disguise"),
            special("2001::/32", "a Teredo tunnel"),
            special("2001::/23", "reserved for protocols"),
            special("2001:db8::/32", "for documentation"),
            special("2002::/16", "a 6to4 tunnel"),
            special("3fff::/20", "for documentation"),
            special("fc00::/7", "a private network"),
            special("fe80::/10", "link-local"),
            special("fec0::/10", "site-local"),
            special("ff00::/8", "multicast"));

    private static final Network PUBLIC_SIX = Network.parse("2000::/3");
    private static final Network MAPPED = Network.parse("::ffff:0:0/96");
    private static final Network TRANSLATED = Network.parse("64:ff9b::/96");

    private SpecialNetworks() {}

    private static Special special(String network, String what) {
        return new Special(Network.parse(network), what);
    }

    /** Return what an address is if it is not a public host. */
    static Optional<String> whatIs(byte[] address) {
        byte[] bytes = unwrapped(address);
        Optional<String> special = SPECIAL.stream()
                .filter(candidate -> candidate.network().contains(bytes))
                .map(Special::what)
                .findFirst();
        if (special.isPresent() || bytes.length == 4 || PUBLIC_SIX.contains(bytes)) {
            return special;
        }
        return Optional.of("not a public network");
    }

    /** Return the IPv4 address that a mapped or translated one (RFC 6052) leads to; any other as it is. */
    static byte[] unwrapped(byte[] address) {
        return MAPPED.contains(address) || TRANSLATED.contains(address) ? Arrays.copyOfRange(address, 12, 16) : address;
    }
}
