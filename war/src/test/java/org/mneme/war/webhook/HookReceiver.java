package org.mneme.war.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** A receiver on a socket of this machine, so that it can misbehave at any byte. */
final class HookReceiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What was received: when, the headers by lower-case name, and the body's bytes. */
    record Hook(long nanoTime, Map<String, String> headers, byte[] body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + new String(body, StandardCharsets.UTF_8), e);
            }
        }

        String id() {
            return headers.get("webhook-id");
        }
    }

    /** What to do with a connection after it was accepted. */
    @FunctionalInterface
    interface Behaviour {
        void handle(HookReceiver receiver, Socket socket) throws Exception;
    }

    private final ServerSocket server;
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final List<Hook> taken = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Behaviour behaviour;

    HookReceiver(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            this.server = new ServerSocket(0, 500, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Answer every request with this status line and headers. */
    static Behaviour answer(String head) {
        return (receiver, socket) -> {
            Hook hook = receiver.read(socket);
            if (head.startsWith("2")) {
                receiver.taken.add(hook);
            }
            byte[] answer = ("HTTP/1.1 " + head + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(answer);
            socket.close();
        };
    }

    /** Read the request, and never answer. */
    static Behaviour hang() {
        return (receiver, socket) -> {
            receiver.read(socket);
            receiver.closed.await();
            socket.close();
        };
    }

    /** Answer 200 after a while. */
    static Behaviour slow(long millis) {
        return (receiver, socket) -> {
            Hook hook = receiver.read(socket);
            receiver.closed.await(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
            receiver.taken.add(hook);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.close();
        };
    }

    /** Answer in clear whatever comes, as a server does that was not told to speak TLS. */
    static Behaviour inClear() {
        return (receiver, socket) -> {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.close();
        };
    }

    /** Break the connection off before reading the request. */
    static Behaviour resetUnread() {
        return (receiver, socket) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        };
    }

    /** Break the connection off after reading the request. */
    static Behaviour reset() {
        return (receiver, socket) -> {
            receiver.read(socket);
            socket.setSoLinger(true, 0);
            socket.close();
        };
    }

    void behave(Behaviour next) {
        behaviour = next;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "hook-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
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
            // the other side hung up or was killed, which some tests mean
        }
    }

    private Hook read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int state = 0;
        while (state < 4) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("hung up");
            }
            head.write(next);
            state = next == "\r\n\r\n".charAt(state) ? state + 1 : next == '\r' ? 1 : 0;
        }
        Map<String, String> headers = new TreeMap<>();
        Arrays.stream(head.toString(StandardCharsets.ISO_8859_1).split("\r\n"))
                .skip(1)
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    headers.put(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip());
                });
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("hung up");
        }
        Hook hook = new Hook(System.nanoTime(), headers, body);
        hooks.add(hook);
        return hook;
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/hook";
    }

    /** What was received, whatever was answered. */
    List<Hook> hooks() {
        return hooks;
    }

    /** What was received and answered with 2xx. */
    List<Hook> taken() {
        return taken;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
