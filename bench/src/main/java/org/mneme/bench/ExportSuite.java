package org.mneme.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;

/** Whether everything can be exported by a server with little memory, while a client that has stopped reading hangs on. */
final class ExportSuite {

    private ExportSuite() {}

    static void run(Report report, Path data, int size) throws IOException {
        try (PackagedServer server = PackagedServer.builder()
                .dataDirectory(data)
                .environment("MNEME_EMBEDDING", "onnx")
                .jvmOptions("-Xmx512m")
                .start()) {
            ServerClient client = new ServerClient(server.baseUri(), TestKeys.RETAINR);
            try (InputStream stalled = open(server.baseUri())) {
                report.note("a client has begun to export and reads nothing: first byte " + stalled.read());
                long start = System.nanoTime();
                long lines = lines(server.baseUri());
                double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
                if (lines != size) {
                    throw new IllegalStateException("the export has " + lines + " lines, not " + size);
                }
                report.add(
                        "export",
                        size + " memories, -Xmx512m, beside a stalled client",
                        "rate",
                        lines / seconds,
                        "memories/s");
                report.add(
                        "export",
                        size + " memories, -Xmx512m",
                        "resident",
                        Processes.residentMegabytes(server.pid()),
                        "MB");
                Load.Series searches = Load.run(4, 2_000_000, 200, number -> client.search(Texts.query(number), null));
                report.add("export", "search beside a stalled client", searches.latencies());
                client.store("written beside a stalled export", "export");
            }
        }
    }

    private static long lines(URI base) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(base), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> line.startsWith("{") && line.endsWith("}"))
                    .count();
        }
    }

    private static InputStream open(URI base) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/v1/memories/export"))
                .header("Authorization", "Bearer " + TestKeys.RETAINR)
                .build();
        try {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
