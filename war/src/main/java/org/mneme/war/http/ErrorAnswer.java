package org.mneme.war.http;

import java.util.Objects;

/**
 * Hold an error as one dialect says it.
 *
 * @param status the HTTP status
 * @param mediaType the media type of the body, JSON in some form
 * @param body what is written as JSON
 */
public record ErrorAnswer(int status, String mediaType, Object body) {

    public ErrorAnswer {
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(body, "body");
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not the status of an error: " + status);
        }
    }

    /** Make an answer of media type {@code application/json}. */
    public static ErrorAnswer json(int status, Object body) {
        return new ErrorAnswer(status, "application/json", body);
    }
}
