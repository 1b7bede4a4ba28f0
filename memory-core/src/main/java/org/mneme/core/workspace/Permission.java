package org.mneme.core.workspace;

import java.util.Locale;
import java.util.Optional;

/** Name what a key may do in its workspace; a key without any restriction may do everything. */
public enum Permission {
    /** Find and read memories. */
    READ,
    /** Store, change and delete memories, and everything that follows from it. */
    WRITE,
    /** Issue and revoke keys of the workspace. */
    KEYS;

    /** Return the word that keys are stored with. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Return the permission a word names, if any. */
    public static Optional<Permission> ofWord(String word) {
        for (Permission permission : values()) {
            if (permission.word().equals(word)) {
                return Optional.of(permission);
            }
        }
        return Optional.empty();
    }
}
