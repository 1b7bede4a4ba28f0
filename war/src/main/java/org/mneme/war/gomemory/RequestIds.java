package org.mneme.war.gomemory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Make the ids of GoMemory's requests: UUIDs of version 5 (RFC 9562, section 5.5) in the OID name space, of all contents put
 * together and the user. The same number, as hex digits, names the job.
 */
final class RequestIds {

    private static final UUID OID_NAMESPACE = UUID.fromString("6ba7b812-9dad-11d1-80b4-00c04fd430c8");
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private RequestIds() {}

    static UUID of(List<String> contents, String user) {
        return version5(String.join("", contents) + user);
    }

    static UUID version5(String name) {
        ByteBuffer namespace = ByteBuffer.allocate(16)
                .putLong(OID_NAMESPACE.getMostSignificantBits())
                .putLong(OID_NAMESPACE.getLeastSignificantBits());
        byte[] hash = sha1(namespace.array(), name.getBytes(StandardCharsets.UTF_8));
        hash[6] = (byte) (hash[6] & 0x0f | 0x50);
        hash[8] = (byte) (hash[8] & 0x3f | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static byte[] sha1(byte[] namespace, byte[] name) {
        try {
            // names things, protects nothing: version 5 is defined with this hash
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(namespace);
            return digest.digest(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** Tell whether a text has the form of an id. */
    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** Return the id of the job that an id stands for. */
    static String job(UUID id) {
        HexFormat hex = HexFormat.of();
        return "job_" + hex.toHexDigits(id.getMostSignificantBits()) + hex.toHexDigits(id.getLeastSignificantBits());
    }
}
