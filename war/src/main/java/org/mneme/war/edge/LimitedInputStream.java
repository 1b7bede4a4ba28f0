package org.mneme.war.edge;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.mneme.war.http.HttpFault;
import org.mneme.war.http.RequestBodyException;

/**
 * Count the bytes of a body while they are read, and fail at the first one over the limit.
 *
 * <p>A declared length is checked before; this is for bodies sent in chunks, which declare none.
 */
final class LimitedInputStream extends ServletInputStream {

    private final ServletInputStream body;
    private final long limit;
    private long count;

    LimitedInputStream(ServletInputStream body, long limit) {
        this.body = body;
        this.limit = limit;
    }

    static RequestBodyException tooLarge(long limit) {
        return new RequestBodyException(
                HttpFault.BODY_TOO_LARGE, "the body must have at most " + limit + " bytes", null);
    }

    @Override
    public int read() throws IOException {
        try {
            int value = body.read();
            count(value < 0 ? 0 : 1);
            return value;
        } catch (IOException e) {
            throw translate(e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int read = body.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        } catch (IOException e) {
            throw translate(e);
        }
    }

    private void count(int bytes) throws RequestBodyException {
        count += bytes;
        if (count > limit) {
            throw tooLarge(limit);
        }
    }

    private static RequestBodyException translate(IOException e) {
        if (e instanceof RequestBodyException ours) {
            return ours;
        }
        if (e instanceof SocketTimeoutException) {
            return new RequestBodyException(HttpFault.TIMED_OUT, HttpFault.TIMED_OUT.message(), e);
        }
        return new RequestBodyException(HttpFault.BAD_REQUEST, "the body could not be read to its end", e);
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
