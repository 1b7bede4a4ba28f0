package org.mneme.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Stand between a client and a node, pass everything on, and count it. When told to, lose answers to writes: the node has written
 * then. Or hold requests back: they arrive later, whether or not their sender still waits.
 */
final class Relay implements AutoCloseable {

    private final ServerSocket server;
    private final URI node;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger toLose = new AtomicInteger();
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private volatile Hold hold = new Hold(request -> false);

    /** What requests wait for, from the first one that is meant. */
    private static final class Hold {
        private final Predicate<String> meant;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        Hold(Predicate<String> meant) {
            this.meant = meant;
        }

        void pass(String request) {
            if (meant.test(request)) {
                begun.countDown();
            }
            try {
                if (begun.getCount() == 0) {
                    ended.await();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Relay(ServerSocket server, URI node) {
        this.server = server;
        this.node = node;
    }

    static Relay to(String uri) {
        try {
            Relay relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), URI.create(uri));
            start(relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Lose the next answers to writes: the connection ends instead. */
    void lose(int answers) {
        toLose.set(answers);
    }

    /** Return how many answers are still to be lost. */
    int toLose() {
        return toLose.get();
    }

    /** Return how many requests there were of each path since this was asked last. */
    Map<String, Integer> requests() {
        Map<String, Integer> counted = new TreeMap<>();
        requests.keySet().forEach(path -> counted.put(path, requests.remove(path)));
        return counted;
    }

    private void count(String request) {
        String[] line = request.substring(0, request.indexOf(" HTTP/1.1")).split(" ");
        requests.merge(line[line.length - 1].replaceAll("\\?.*", ""), 1, Integer::sum);
    }

    /** Hold back the next request that is meant, and all that come after it. */
    void holdBack(Predicate<String> meant) {
        hold = new Hold(meant);
    }

    boolean holdsBack() {
        return hold.begun.getCount() == 0;
    }

    /** Pass on what was held back. */
    void letGo() {
        hold.ended.countDown();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), node.getPort());
            open.add(client);
            open.add(upstream);
            AtomicBoolean writing = new AtomicBoolean();
            start(() -> pass(client, upstream, request -> {
                if (request.contains(" HTTP/1.1")) {
                    writing.set(request.contains("/_bulk"));
                    count(request);
                }
                hold.pass(request);
                return true;
            }));
            start(() -> pass(upstream, client, answer -> !writing.get() || toLose.getAndUpdate(Relay::fewer) == 0));
        }
    }

    private static int fewer(int answers) {
        return Math.max(0, answers - 1);
    }

    private static void pass(Socket from, Socket to, Predicate<String> passes) throws IOException {
        try (from;
                to) {
            byte[] some = new byte[8_192];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                if (!passes.test(new String(some, 0, count, ISO_8859_1))) {
                    return;
                }
                out.write(some, 0, count);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // one of the two has ended: so does the other
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
