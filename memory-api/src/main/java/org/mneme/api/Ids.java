package org.mneme.api;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Make ids that sort by creation time and cannot be guessed: 48 bits of milliseconds, then 80 random bits.
 *
 * <p>Most are written as 26 characters of Crockford's base 32 (the form of a ULID, https://github.com/ulid/spec); a
 * job's as 32 hex digits, because a GoMemory request id is the same number written as a UUID. Ids made in the same
 * millisecond have no order among themselves.
 */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private Ids() {}

    /** Return a new id with a prefix such as {@code mem_}. */
    public static String next(String prefix, Instant now) {
        return prefix + base32(randomAt(now));
    }

    /** Return a new job id: {@code job_} and 32 hex digits. */
    public static String nextJob(Instant now) {
        return "job_" + HexFormat.of().formatHex(randomAt(now));
    }

    /**
     * Return the id that a piece of work always gives its n-th result, so that doing the work twice makes it once.
     *
     * <p>The ids of one piece of work sort by index: after the time come 16 bits of it, then 64 that cannot be guessed.
     *
     * @param prefix such as {@code mem_}
     * @param now the time the work was accepted, not the time it runs
     * @param work what names the work and cannot be guessed, such as a job's id
     * @param index the place of the result in the work; the 65,536th and later ones have no order
     */
    public static String derived(String prefix, Instant now, String work, int index) {
        byte[] bytes = hashed(work + " " + index);
        putTime(bytes, now);
        int place = Math.min(index, 0xFFFF);
        bytes[6] = (byte) (place >>> 8);
        bytes[7] = (byte) place;
        return prefix + base32(bytes);
    }

    /** Return the id of the job that a piece of work always makes, so that doing the work twice makes it once. */
    public static String derivedJob(Instant now, String work) {
        byte[] bytes = hashed(work + " job");
        putTime(bytes, now);
        return "job_" + HexFormat.of().formatHex(bytes);
    }

    private static byte[] hashed(String text) {
        return HexFormat.of().parseHex(ContentHash.of(text).substring(0, 32));
    }

    private static byte[] randomAt(Instant now) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        putTime(bytes, now);
        return bytes;
    }

    private static void putTime(byte[] bytes, Instant now) {
        long millis = now.toEpochMilli();
        for (int i = 0; i < 6; i++) {
            bytes[i] = (byte) (millis >>> (40 - 8 * i));
        }
    }

    private static String base32(byte[] bytes) {
        char[] digits = new char[26];
        // 128 bits are 26 digits of 5 bits with two leading zero bits
        int bit = -2;
        for (int i = 0; i < 26; i++, bit += 5) {
            int digit = 0;
            for (int b = bit; b < bit + 5; b++) {
                digit = digit << 1 | (b < 0 ? 0 : bytes[b >> 3] >>> (7 - (b & 7)) & 1);
            }
            digits[i] = BASE32[digit];
        }
        return new String(digits);
    }
}
