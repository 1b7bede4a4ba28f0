package org.mneme.index;

import java.io.IOException;

/** Say that an index's files are not what was written. */
final class DamagedIndexException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedIndexException(String message) {
        super(message);
    }
}
