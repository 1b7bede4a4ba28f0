package org.mneme.notify.webhook;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.mneme.notify.guard.ForbiddenAddressException;

/** Say in one sentence why there was no answer, in words a webhook's owner understands. */
final class FailureText {

    private FailureText() {}

    static String of(Throwable failure) {
        if (failure instanceof ForbiddenAddressException) {
            return failure.getMessage();
        }
        if (failure instanceof UnknownHostException) {
            return "the host could not be found: " + failure.getMessage();
        }
        if (failure instanceof SSLException) {
            return "TLS failed: " + failure.getMessage();
        }
        if (failure instanceof SocketTimeoutException || failure instanceof InterruptedIOException) {
            return "no answer in time";
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return "the connection was not accepted";
        }
        if (failure instanceof NoHttpResponseException) {
            return "the connection was closed without an answer";
        }
        if (failure instanceof SocketException) {
            return "the connection broke: " + failure.getMessage();
        }
        if (failure instanceof IOException) {
            return "the answer could not be read: " + failure.getMessage();
        }
        return "the attempt failed: " + failure.getClass().getSimpleName();
    }
}
