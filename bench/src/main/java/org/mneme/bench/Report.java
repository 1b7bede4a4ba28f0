package org.mneme.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collect figures, print them as a table, and write them as JSON. */
final class Report {

    /** One line: what was measured, on what, and the figure with its unit. */
    record Figure(String suite, String subject, String measure, double value, String unit) {}

    private final List<Figure> figures = new ArrayList<>();
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void add(String suite, String subject, String measure, double value, String unit) {
        Figure figure = new Figure(suite, subject, measure, value, unit);
        figures.add(figure);
        out.println(line(figure));
    }

    void add(String suite, String subject, Latencies latencies) {
        add(suite, subject, "p50", latencies.p50(), "ms");
        add(suite, subject, "p95", latencies.p95(), "ms");
        add(suite, subject, "p99", latencies.p99(), "ms");
    }

    void note(String text) {
        out.println("# " + text);
    }

    private static String line(Figure figure) {
        return String.format(
                Locale.ROOT,
                "%-8s %-52s %-10s %12.3f %s",
                figure.suite(),
                figure.subject(),
                figure.measure(),
                figure.value(),
                figure.unit());
    }

    /** Print everything once more, together. */
    void printTable() {
        out.println();
        figures.forEach(figure -> out.println(line(figure)));
    }

    /** Write everything with the machine it was measured on. */
    void write(Path file) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("java", System.getProperty("java.version"));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("figures", figures);
        Files.createDirectories(file.getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
        out.println("# written to " + file);
    }
}
