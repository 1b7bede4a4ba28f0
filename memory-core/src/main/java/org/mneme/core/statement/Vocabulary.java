package org.mneme.core.statement;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The word lists, read once from the resources beside this class. */
final class Vocabulary {

    /**
     * Replace one way to say something by another.
     *
     * @param triggers one of these stands in any text concerned
     */
    record Phrase(List<String> triggers, Pattern pattern, String replacement) {

        String unify(String text) {
            for (String trigger : triggers) {
                if (text.contains(trigger)) {
                    return pattern.matcher(text).replaceAll(replacement);
                }
            }
            return text;
        }
    }

    static final Set<String> STOP_WORDS = words("stop-words");
    static final Set<String> PAST_VERBS = words("past-verbs");
    static final Set<String> VERBS = words("verbs").stream().map(Stems::of).collect(Collectors.toUnmodifiableSet());
    static final Set<String> SINGLE_VALUED = words("single-valued");
    static final Set<String> PERSONS = words("persons");
    static final Map<String, String> SYNONYMS = synonyms();
    static final List<Phrase> PHRASES = lines("phrases.tsv")
            .map(line -> line.split("\t", 3))
            .map(line -> new Phrase(List.of(line[0].split("\\|")), Pattern.compile(line[1]), line[2]))
            .toList();

    private Vocabulary() {}

    /** Return the canonical stem of a lower-case word. */
    static String canonical(String word) {
        String stem = Stems.of(word);
        return SYNONYMS.getOrDefault(stem, stem);
    }

    private static Map<String, String> synonyms() {
        Map<String, String> synonyms = new HashMap<>();
        lines("synonyms.txt").map(line -> line.split("\\s+")).forEach(words -> {
            for (String word : words) {
                synonyms.put(Stems.of(word), Stems.of(words[0]));
            }
        });
        return Map.copyOf(synonyms);
    }

    private static Set<String> words(String name) {
        return lines(name + ".txt")
                .flatMap(line -> Arrays.stream(line.split("\\s+")))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> lines(String file) {
        try (InputStream in = Vocabulary.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the word list " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
