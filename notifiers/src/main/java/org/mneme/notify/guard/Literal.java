package org.mneme.notify.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Read Internet addresses in their one plain spelling, without ever asking a name server.
 *
 * <p>Programs disagree about the others: to some {@code 0177.0.0.1} is 127.0.0.1, to others 177.0.0.1. They are refused
 * instead of understood.
 */
final class Literal {

    private static final Pattern BYTE = Pattern.compile("0|[1-9]\\d{0,2}");
    private static final Pattern COLONS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern NUMBER = Pattern.compile("\\d+|0[xX][0-9A-Fa-f]*");

    private Literal() {}

    /** Return the 4 or 16 bytes of an address, or empty if the text is not a plain one. */
    static Optional<byte[]> parse(String text) {
        return text.indexOf(':') < 0 ? parseFour(text) : parseSixteen(text);
    }

    private static Optional<byte[]> parseFour(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (!BYTE.matcher(parts[i]).matches() || Integer.parseInt(parts[i]) > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(bytes);
    }

    /** Return the bytes of an address with colons; one that holds four bytes behind {@code ::ffff:} has 16 here too. */
    static Optional<byte[]> parseSixteen(String text) {
        if (text.indexOf(':') < 0 || !COLONS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // a text with a colon is never looked up
            byte[] bytes = InetAddress.getByName(text).getAddress();
            return Optional.of(bytes.length == 16 ? bytes : mapped(bytes));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static byte[] mapped(byte[] four) {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(four, 0, bytes, 12, 4);
        return bytes;
    }

    /** Tell whether some program would read a host as a number: its last part is one. */
    static boolean looksNumeric(String host) {
        return NUMBER.matcher(host.substring(host.lastIndexOf('.') + 1)).matches();
    }
}
