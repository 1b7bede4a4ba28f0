package org.mneme.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.mneme.api.MemoryException;

/**
 * Encrypt secrets for storing, and decrypt them for use (AES-256 in GCM).
 *
 * <p>What is encrypted belongs to one owner and one place: moved elsewhere in the store it cannot be read. Each text names
 * the key it was encrypted with, so that keys can be changed one after the other. Safe for several threads.
 */
public final class SecretBox {

    private static final String FORM = "a1";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeys keys;
    private final SecureRandom random = new SecureRandom();

    /** Encrypt with one key, and decrypt what it or an earlier one encrypted. Keys are long random texts. */
    public SecretBox(String current, List<String> previous) {
        this.keys = new SecretKeys(current, previous);
    }

    /**
     * Encrypt a secret.
     *
     * @param secret the text to keep
     * @param owner what it belongs to, such as a webhook's id; needed again for decrypting
     */
    public String seal(String secret, String owner) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        SecretKeys.Key key = keys.current();
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, owner).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            Base64.Encoder text = Base64.getUrlEncoder().withoutPadding();
            return String.join(".", FORM, key.name(), text.encodeToString(nonce), text.encodeToString(sealed));
        } catch (GeneralSecurityException e) {
            throw MemoryException.defect("a secret could not be encrypted", e);
        }
    }

    /**
     * Decrypt a secret.
     *
     * @throws MemoryException of kind {@code UNAVAILABLE}, code {@code secret_unreadable}, if this server does not have
     *     its key, or it was changed or moved
     */
    public String open(String sealed, String owner) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals(FORM)) {
            throw unreadable("it has an unknown form", null);
        }
        SecretKeys.Key key = keys.named(parts[1])
                .orElseThrow(() -> unreadable("this server does not have the key " + parts[1], null));
        try {
            byte[] nonce = Base64.getUrlDecoder().decode(parts[2]);
            byte[] opened = cipher(Cipher.DECRYPT_MODE, key, nonce, owner)
                    .doFinal(Base64.getUrlDecoder().decode(parts[3]));
            return new String(opened, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable("it was changed or belongs elsewhere", e);
        }
    }

    /** Tell whether a secret was encrypted with an earlier key than the present one. */
    public boolean isOutdated(String sealed) {
        return !sealed.startsWith(FORM + "." + keys.current().name() + ".");
    }

    private static Cipher cipher(int mode, SecretKeys.Key key, byte[] nonce, String owner)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static MemoryException unreadable(String why, Throwable cause) {
        return MemoryException.unavailable(
                "secret_unreadable", "A stored secret cannot be read: " + why + ".", Duration.ofMinutes(1), cause);
    }
}
