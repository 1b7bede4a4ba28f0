package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;

/**
 * Export more than the server's memory could hold, and stop reading in the middle of it.
 *
 * <p>{@code -Dmneme.it.export.memories=100000 -Dmneme.it.export.characters=300} for many small ones.
 */
class LargeExportIT {

    private static final int MEMORIES = Integer.getInteger("mneme.it.export.memories", 800);
    private static final int CHARACTERS = Integer.getInteger("mneme.it.export.characters", 32_000);

    /** As many as the storage lets be open at once. */
    private static final int AT_ONCE = 4;

    private static PackagedServer server;

    @BeforeAll
    static void storeMemories() {
        server = PackagedServer.builder()
                .jvmOptions("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .environment("MNEME_HTTP_WRITE_TIMEOUT", "2s")
                .start();
        String text = "much is said about little ".repeat(CHARACTERS / 26 + 1).substring(0, CHARACTERS - 10);
        IntStream.range(0, MEMORIES)
                .parallel()
                .forEach(number -> server.http()
                        .post("/v1/memories")
                        .key(TestKeys.RETAINR)
                        .json(Map.of("content", "%09d %s".formatted(number, text), "namespace", "large"))
                        .expect(201));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void severalExportsAtOnceNeedLittleMemory() {
        List<CompletableFuture<Set<String>>> exports = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            exports.add(CompletableFuture.supplyAsync(LargeExportIT::exportedBeginnings));
        }
        exports.forEach(export -> assertThat(export.join()).hasSizeGreaterThanOrEqualTo(MEMORIES));
        assertThat(server.console()).doesNotContain("OutOfMemoryError");
    }

    @Test
    void callersWhoStopReadingHoldNobodyUpAndAreCutOff() throws IOException {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                stalled.add(beginExport());
            }
            server.http().get("/health/ready").expect(200);
            for (int i = 0; i < 20; i++) {
                server.http()
                        .post("/v1/memories")
                        .key(TestKeys.RETAINR)
                        .json(Map.of("content", "written meanwhile " + i, "namespace", "meanwhile"))
                        .expect(201);
                server.http()
                        .post("/v1/memories/search")
                        .key(TestKeys.RETAINR)
                        .json(Map.of("query", "written meanwhile " + i, "namespace", "meanwhile"))
                        .expect(200)
                        .has("/results/0/content", "written meanwhile " + i);
            }
            Instant begin = Instant.now();
            assertThat(exportedBeginnings()).hasSizeGreaterThanOrEqualTo(MEMORIES);
            assertThat(Duration.between(begin, Instant.now()))
                    .as("until one of those who had stopped reading was cut off, and everything was exported")
                    .isLessThan(Duration.ofSeconds(60));
            severalExportsAtOnceNeedLittleMemory();
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    /** Return the beginnings of all contents of an export, each the memory's number. */
    private static Set<String> exportedBeginnings() {
        try (Socket socket = beginExport();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).contains(" 200 ");
            Set<String> beginnings = new HashSet<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int content = line.indexOf("\"content\":\"");
                if (content >= 0) {
                    beginnings.add(line.substring(content, content + 30));
                }
            }
            return beginnings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ask for an export as a client with little room for what comes, and read nothing of it. */
    private static Socket beginExport() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(
                InetAddress.getByName(server.baseUri().getHost()),
                server.baseUri().getPort()));
        String head = "GET /v1/memories/export HTTP/1.0\r\nHost: mneme\r\nAuthorization: Bearer " + TestKeys.RETAINR
                + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
