package org.mneme.notify.guard;

import java.io.IOException;

/** Report that a connection was refused before it was made, because of where it would have gone. */
public final class ForbiddenAddressException extends IOException {

    private static final long serialVersionUID = 1L;

    ForbiddenAddressException(String message) {
        super(message);
    }
}
