package org.mneme.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Fingerprint texts, so that the same text is recognised wherever it is written. */
public final class ContentHash {

    private ContentHash() {}

    /**
     * Return the SHA-256 of a text as 64 hex digits, blanks at its ends and runs of blanks inside counting as one.
     *
     * <p>Case counts: {@code US} and {@code us} are different texts.
     */
    public static String of(String text) {
        return ofBytes(text.strip().replaceAll("\\s+", " ").getBytes(StandardCharsets.UTF_8));
    }

    /** Return the SHA-256 of bytes as 64 hex digits. */
    public static String ofBytes(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
