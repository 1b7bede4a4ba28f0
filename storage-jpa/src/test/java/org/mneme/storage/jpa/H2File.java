package org.mneme.storage.jpa;

import java.nio.file.Path;
import java.util.Map;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.storage.Facts;

/** Open an H2 file, or with options what they name, as a server does. */
final class H2File {

    private H2File() {}

    static Storage open(Path directory, Map<String, String> options) {
        return Facts.open(new JpaStorageProvider(), directory, options);
    }
}
