package org.mneme.notify.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sign what is sent, in the two ways receivers check.
 *
 * <p>The retainr documents take the secret's text as the key, whatever it looks like. Standard Webhooks
 * (https://www.standardwebhooks.com) has keys of bytes: a secret {@code whsec_…} holds them in base 64, and of any other
 * secret the text is the key here too, which a receiver's library is told as {@code whsec_} + base 64 of the text.
 */
final class Signatures {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private Signatures() {}

    /** Return the value of {@code X-Retainr-Signature}: {@code sha256=} and the body's code in hex. */
    static String retainr(String secret, byte[] body) {
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        return "sha256=" + HexFormat.of().formatHex(code(key, body));
    }

    /** Return the value of {@code webhook-signature}: one {@code v1,…} for each secret, in order. */
    static String standard(List<String> secrets, String id, long timestamp, byte[] body) {
        byte[] before = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        return secrets.stream()
                .map(secret -> "v1," + Base64.getEncoder().encodeToString(code(standardKey(secret), before, body)))
                .collect(Collectors.joining(" "));
    }

    private static byte[] standardKey(String secret) {
        if (secret.startsWith(PREFIX)) {
            try {
                return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            } catch (IllegalArgumentException e) {
                return secret.getBytes(StandardCharsets.UTF_8);
            }
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] code(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
