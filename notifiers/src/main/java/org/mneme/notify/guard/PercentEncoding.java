package org.mneme.notify.guard;

import java.nio.charset.StandardCharsets;

/** Write the path and query of an address so that they can be sent (RFC 3986). */
final class PercentEncoding {

    private static final String PLAIN = "-._~:/?@!$&'()*+,;=";

    private PercentEncoding() {}

    /** Encode what must be encoded, and leave what already is. */
    static String ofPathAndQuery(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(unit == '%' ? "%" : encoded(unit));
        }
        // a lone percent sign is a percent sign
        return encoded.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }

    private static String encoded(byte unit) {
        boolean plain = unit >= '0' && unit <= '9'
                || unit >= 'a' && unit <= 'z'
                || unit >= 'A' && unit <= 'Z'
                || unit > 0 && PLAIN.indexOf(unit) >= 0;
        return plain ? String.valueOf((char) unit) : String.format("%%%02X", unit & 0xff);
    }
}
