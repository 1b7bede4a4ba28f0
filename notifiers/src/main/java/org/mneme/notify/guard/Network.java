package org.mneme.notify.guard;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A block of Internet addresses.
 *
 * @param prefix the bits that all have in common, in an address of 4 or 16 bytes
 * @param length how many bits those are
 */
record Network(byte[] prefix, int length) {

    Network {
        if (length < 0 || length > prefix.length * 8) {
            throw new IllegalArgumentException("a prefix has 0 to " + prefix.length * 8 + " bits, not " + length);
        }
        prefix = masked(prefix, length);
    }

    /** Read a block such as {@code 10.0.0.0/8} or {@code fd00::/8}; one address alone is a block of one. */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = Literal.parse(address)
                .orElseThrow(
                        () -> new IllegalArgumentException("\"" + text + "\" is not a network such as 10.1.0.0/16"));
        return new Network(bytes, slash < 0 ? bytes.length * 8 : length(text, text.substring(slash + 1)));
    }

    private static int length(String text, String digits) {
        if (!digits.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a network such as 10.1.0.0/16");
        }
        return Integer.parseInt(digits);
    }

    private static byte[] masked(byte[] address, int length) {
        byte[] bytes = address.clone();
        for (int bit = length; bit < bytes.length * 8; bit++) {
            bytes[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
        }
        return bytes;
    }

    boolean contains(byte[] address) {
        return address.length == prefix.length && Arrays.equals(masked(address, length), prefix);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && network.length == length && Arrays.equals(network.prefix, prefix);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(prefix) + length;
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(prefix) + "/" + length;
    }
}
