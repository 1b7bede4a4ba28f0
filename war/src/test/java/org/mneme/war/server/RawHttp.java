package org.mneme.war.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Send bytes that no HTTP client would send, and read all that comes back. */
public final class RawHttp {

    private RawHttp() {}

    /** Send a request line and headers, one a line, and return the whole answer as text. */
    public static String send(URI server, String... lines) {
        String head = String.join("\r\n", lines) + "\r\n\r\n";
        return send(server, head.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Send bytes as they are and return the whole answer as text; the request must ask to close the connection. */
    public static String send(URI server, byte[] bytes) {
        try (Socket socket = new Socket(InetAddress.getByName(server.getHost()), server.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
