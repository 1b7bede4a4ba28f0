package org.mneme.extract.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Read a list of lower-case words from the resources beside this class; lines starting with {@code #} are comments. */
final class WordList {

    private WordList() {}

    static Set<String> of(String name) {
        try (InputStream in = WordList.class.getResourceAsStream(name + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the word list " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.split("\\s+")))
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
