package org.mneme.core.migration;

import java.math.BigInteger;

/** Count things and add up their fingerprints, so that the order in which they come does not matter. */
final class Tally {

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private BigInteger sum = BigInteger.ZERO;
    private long count;

    void add(byte[] fingerprint) {
        sum = sum.add(new BigInteger(1, fingerprint)).mod(MODULUS);
        count++;
    }

    long count() {
        return count;
    }

    /** Return the sum of the fingerprints, modulo 2²⁵⁶, as 64 hex digits. */
    String checksum() {
        return String.format("%064x", sum);
    }
}
