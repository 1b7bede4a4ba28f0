package org.mneme.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hold the keys that secrets are encrypted with: one for what is written now, and those before it. Immutable. */
final class SecretKeys {

    /** A key and the name it is found by in what it encrypted; the name tells nothing about the key. */
    record Key(String name, SecretKeySpec key) {
        static Key of(String text) {
            byte[] secret = text.strip().getBytes(StandardCharsets.UTF_8);
            byte[] name = derived(secret, "mneme secrets: name");
            return new Key(
                    HexFormat.of().formatHex(Arrays.copyOf(name, 6)),
                    new SecretKeySpec(derived(secret, "mneme secrets: key"), "AES"));
        }

        @Override
        public String toString() {
            return "Key[" + name + "]";
        }
    }

    private final List<Key> keys;

    /** Hold keys made of long random texts, the one to write with first. */
    SecretKeys(String current, List<String> previous) {
        List<Key> all = new ArrayList<>();
        all.add(Key.of(current));
        previous.forEach(text -> all.add(Key.of(text)));
        this.keys = List.copyOf(all);
    }

    /** Derive 32 bytes for one purpose, so that no two uses of a text share a key. */
    private static byte[] derived(byte[] secret, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    Key current() {
        return keys.get(0);
    }

    Optional<Key> named(String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }
}
