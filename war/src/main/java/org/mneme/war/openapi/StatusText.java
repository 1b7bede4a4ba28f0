package org.mneme.war.openapi;

/** Say in a sentence what a status means. */
final class StatusText {

    private StatusText() {}

    static String of(int status) {
        return switch (status) {
            case 200 -> "Done.";
            case 201 -> "Something new was stored.";
            case 202 -> "Accepted durably; a job does the rest.";
            case 204 -> "Done; there is nothing to say.";
            case 400, 422 -> "The request is wrong; the message names the field.";
            case 401 -> "The key is missing, unknown, revoked or expired.";
            case 403 -> "The key may not do this.";
            case 404 -> "There is no such thing in the caller's workspace.";
            case 429 -> "Too often: wait the seconds of Retry-After.";
            case 503 -> "Something the server needs is away: wait the seconds of Retry-After.";
            default -> "The server has a fault; its log has the details under the request's id.";
        };
    }
}
