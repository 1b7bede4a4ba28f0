package org.mneme.core.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Keep a key in a file that only its owner can read; made when it is first needed. */
record KeyFile(Path path) {

    Optional<String> read() {
        try {
            return Files.exists(path) ? Optional.of(Files.readString(path).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    String readOrMake() {
        return read().orElseGet(this::make);
    }

    private String make() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        String text = Base64.getEncoder().encodeToString(bytes);
        try {
            Files.createDirectories(path.getParent());
            // written aside and moved, so that a server that dies in between leaves no half key
            Path part = Files.createTempFile(path.getParent(), "secrets", ".new", ownerOnly());
            Files.writeString(part, text + "\n");
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            return moveIntoPlace(part, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    private String moveIntoPlace(Path part, String text) throws IOException {
        try {
            Files.createLink(path, part);
            return text;
        } catch (FileAlreadyExistsException e) {
            return read().orElseThrow();
        } catch (UnsupportedOperationException e) {
            Files.move(part, path);
            return text;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private FileAttribute<?>[] ownerOnly() throws IOException {
        return Files.getFileStore(path.getParent()).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
