package org.mneme.example.wordvectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.mneme.api.MemoryException;

/** Read word vectors: on each line a word and its numbers, blanks between them; fastText has one line of counts before. */
final class VectorFile {

    private static final String BLANKS = "[ \\t]+";

    private final Path file;
    private final Map<String, float[]> vectors = new HashMap<>();
    private final Map<String, Integer> ranks = new HashMap<>();
    private final CRC32C checksum = new CRC32C();
    private int dimension;

    private VectorFile(Path file) {
        this.file = file;
    }

    /**
     * Read the first words of a file.
     *
     * @throws MemoryException of kind {@code INVALID} if there is no such file, or a line is no word with its vector
     */
    static WordVectors read(Path file, int maxWords) {
        VectorFile reading = new VectorFile(file);
        try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
            reading.read(lines, maxWords);
        } catch (NoSuchFileException e) {
            throw MemoryException.invalid("file", "there is no file " + file);
        } catch (CharacterCodingException e) {
            throw reading.invalid("is not UTF-8");
        } catch (IOException e) {
            throw reading.invalid("cannot be read: " + e);
        }
        if (reading.vectors.isEmpty()) {
            throw reading.invalid("has no words");
        }
        return new WordVectors(
                reading.vectors, reading.ranks, reading.dimension, String.format("%08x", reading.checksum.getValue()));
    }

    private void read(BufferedReader lines, int maxWords) throws IOException {
        int number = 0;
        for (String line = lines.readLine(); line != null && vectors.size() < maxWords; line = lines.readLine()) {
            number++;
            boolean counts = number == 1 && line.strip().matches("[0-9]+ [0-9]+");
            if (!counts && !line.isBlank()) {
                add(line.stripTrailing(), number);
            }
        }
    }

    private void add(String line, int number) {
        String[] parts = line.split(BLANKS);
        if (dimension == 0) {
            dimension = parts.length - 1;
        }
        if (dimension == 0 || parts.length != dimension + 1) {
            throw invalid("has in line " + number + " a word and " + (parts.length - 1) + " numbers"
                    + (dimension == 0 ? "" : " instead of " + dimension));
        }
        // "The" and "the" are one word here, and the more frequent one is read first
        String word = parts[0].toLowerCase(Locale.ROOT);
        if (vectors.putIfAbsent(word, numbers(parts, number)) == null) {
            ranks.put(word, ranks.size());
            checksum.update(line.getBytes(UTF_8));
        }
    }

    private float[] numbers(String[] parts, int number) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            try {
                vector[i] = Float.parseFloat(parts[i + 1]);
            } catch (NumberFormatException e) {
                throw invalid("has in line " + number + " what is no number: " + parts[i + 1]);
            }
            if (!Float.isFinite(vector[i])) {
                throw invalid("has in line " + number + " a number that is not finite");
            }
        }
        return vector;
    }

    private MemoryException invalid(String what) {
        return MemoryException.invalid("file", "the file " + file + " " + what);
    }
}
