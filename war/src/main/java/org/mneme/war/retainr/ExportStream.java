package org.mneme.war.retainr;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.mneme.spi.storage.Snapshot;
import org.mneme.war.http.Failures;
import org.mneme.war.json.Json;

/**
 * Write a snapshot as one JSON object a line.
 *
 * <p>The snapshot is opened when the answer is written and closed when that has ended, however it ends: a caller who hangs
 * up or stops reading ends it too. Status 200 is sent before the end is known; therefore a stream that could not be
 * finished ends with a line that is the error envelope, which has {@code error} where a memory has {@code id}.
 */
final class ExportStream implements StreamingOutput {

    static final String MEDIA_TYPE = "application/x-ndjson";

    private final Supplier<Snapshot> source;
    private final Failures failures;

    ExportStream(Supplier<Snapshot> source, Failures failures) {
        this.source = source;
        this.failures = failures;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        try (Snapshot snapshot = source.get()) {
            // Some servers swallow the first flush; better this one than that of the first memories.
            out.flush();
            writeAll(snapshot, out);
        }
    }

    private void writeAll(Snapshot snapshot, OutputStream out) throws IOException {
        try {
            while (snapshot.hasNext()) {
                writeLine(out, RetainrMapper.listed(snapshot.next().memory()));
            }
        } catch (RuntimeException e) {
            writeLine(out, failures.answer(e).body());
        }
    }

    private static void writeLine(OutputStream out, Object value) throws IOException {
        out.write(Json.bytes(value));
        out.write('\n');
    }
}
