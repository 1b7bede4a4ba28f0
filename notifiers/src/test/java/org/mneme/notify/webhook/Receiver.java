package org.mneme.notify.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver of our own on a plain or TLS socket, so that it can misbehave at any byte. */
final class Receiver implements AutoCloseable {

    /** What was received: headers by lower-case name, and the body's bytes. */
    record Received(String requestLine, Map<String, String> headers, byte[] body) {}

    /** What to do with a connection. */
    @FunctionalInterface
    interface Behaviour {
        void handle(Receiver receiver, Socket socket) throws Exception;
    }

    final CountDownLatch closed = new CountDownLatch(1);
    private final ServerSocket server;
    private final Behaviour behaviour;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private Receiver(ServerSocket server, Behaviour behaviour) {
        this.server = server;
        this.behaviour = behaviour;
        start(this::accept);
    }

    static Receiver on(ServerSocket server, Behaviour behaviour) {
        return new Receiver(server, behaviour);
    }

    static Receiver behaving(Behaviour behaviour) throws IOException {
        return new Receiver(new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1")), behaviour);
    }

    /** Read the request, then answer with a status line and headers. */
    static Receiver answering(String head) throws IOException {
        return behaving(answer(head));
    }

    static Behaviour answer(String head) {
        return (receiver, socket) -> {
            receiver.read(socket);
            socket.getOutputStream()
                    .write(("HTTP/1.1 " + head + "\r\nContent-Length: 2\r\n\r\nok")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.close();
        };
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "receiver");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                start(() -> handle(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void handle(Socket socket) {
        try {
            behaviour.handle(this, socket);
        } catch (Exception e) {
            // the other side hung up, which some tests mean
        }
    }

    /** Read one request. */
    void read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("hung up");
            }
            head.write(next);
        }
        String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        Arrays.stream(lines).skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        });
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        received.add(new Received(lines[0], headers, body));
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    int connections() {
        return connections.get();
    }

    List<Received> received() {
        return received;
    }

    Received only() {
        if (received.size() != 1) {
            throw new AssertionError("received " + received.size() + " requests, not 1");
        }
        return received.get(0);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
