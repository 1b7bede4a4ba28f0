package org.mneme.notify.guard;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Bring the host of an address into its one canonical form, or refuse it. */
final class HostName {

    private static final int LONGEST = 253;
    private static final Pattern LABELS =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");
    /** Letters that the two editions of internationalised names (RFC 3490, RFC 5891) send to different hosts. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[ßẞς\u200c\u200d]");

    private HostName() {}

    static String canonical(String written) {
        if (written.isEmpty()) {
            throw Target.invalid("url must name a host");
        }
        if (written.startsWith("[")) {
            return sixteenBytes(written.substring(1, written.length() - 1));
        }
        String host = withoutLastDot(ascii(written));
        if (Literal.looksNumeric(host)) {
            return fourBytes(host);
        }
        if (host.length() > LONGEST || !LABELS.matcher(host).matches()) {
            throw Target.invalid("the host of url is not a host name");
        }
        return host;
    }

    private static String sixteenBytes(String address) {
        // also refuses a zone behind a percent sign, which would name a network card of this machine
        byte[] bytes = Literal.parseSixteen(address)
                .orElseThrow(() -> Target.invalid("the host of url is not a plain IPv6 address"));
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < 16; i += 2) {
            plain.append(i == 0 ? "" : ":").append(Integer.toHexString((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff));
        }
        return plain.toString();
    }

    private static String fourBytes(String host) {
        if (Literal.parse(host).isEmpty()) {
            throw Target.invalid(
                    "an IPv4 address in url must be four decimal numbers of 0 to 255 without leading zeros");
        }
        return host;
    }

    private static String ascii(String written) {
        if (written.chars().allMatch(c -> c < 0x80)) {
            return written.toLowerCase(Locale.ROOT);
        }
        if (AMBIGUOUS.matcher(written).find()) {
            throw Target.invalid("the host of url must be written in its ASCII form (xn--…)");
        }
        try {
            return IDN.toASCII(Normalizer.normalize(written, Normalizer.Form.NFKC))
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw Target.invalid("the host of url is not a host name");
        }
    }

    private static String withoutLastDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
