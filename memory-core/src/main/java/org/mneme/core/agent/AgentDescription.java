package org.mneme.core.agent;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mneme.api.MemoryType;

/**
 * Read a description of an agent, such as a system prompt: Markdown or plain sentences.
 *
 * <p>What a sentence is about is said by the heading above it; without one, by its words.
 */
final class AgentDescription {

    /** What a sentence says about an agent. */
    enum Facet {
        PERSONA(MemoryType.FACTUAL, "persona"),
        INSTRUCTION(MemoryType.INSTRUCTION, "instruction"),
        STYLE(MemoryType.PREFERENCE, "working-style"),
        GOAL(MemoryType.GOAL, "goal");

        private final MemoryType type;
        private final String tag;

        Facet(MemoryType type, String tag) {
            this.type = type;
            this.tag = tag;
        }

        MemoryType type() {
            return type;
        }

        String tag() {
            return tag;
        }
    }

    /** One sentence, and what it says. */
    record Sentence(String text, Facet facet) {}

    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*)");
    private static final Pattern BULLET = Pattern.compile("^\\s*(?:[-*•+]|\\d+[.)])\\s+");
    private static final Pattern PERSONA = word("personas?|identity|roles?|about|who");
    private static final Pattern GOAL = word("goals?|objectives?|missions?|aims?|purpose");
    private static final Pattern INSTRUCTION = word(
            "always|never|must|mustn't|do not|don't|avoid|ensure|make sure|rules?|instructions?|constraints?|guidelines?");
    private static final Pattern STYLE =
            word("styles?|tone|voice|prefers?|preferences?|communicat\\w*|working|workflow");

    private AgentDescription() {}

    private static Pattern word(String alternatives) {
        return Pattern.compile("\\b(?:" + alternatives + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    /** Return the sentences of a description, in order; headings are read and left out. */
    static List<Sentence> sentences(String description) {
        List<Sentence> sentences = new ArrayList<>();
        Optional<Facet> heading = Optional.empty();
        for (String line : description.lines().toList()) {
            var matcher = HEADING.matcher(line.strip());
            if (matcher.matches()) {
                heading = facetOfHeading(matcher.group(1));
                continue;
            }
            for (String sentence : split(BULLET.matcher(line).replaceFirst("").strip())) {
                Facet facet = heading.or(() -> facet(sentence)).orElse(Facet.PERSONA);
                sentences.add(new Sentence(sentence, facet));
            }
        }
        return sentences;
    }

    private static Optional<Facet> facetOfHeading(String heading) {
        return PERSONA.matcher(heading).find() ? Optional.of(Facet.PERSONA) : facet(heading);
    }

    private static Optional<Facet> facet(String text) {
        if (INSTRUCTION.matcher(text).find()) {
            return Optional.of(Facet.INSTRUCTION);
        }
        if (GOAL.matcher(text).find()) {
            return Optional.of(Facet.GOAL);
        }
        return STYLE.matcher(text).find() ? Optional.of(Facet.STYLE) : Optional.empty();
    }

    private static List<String> split(String line) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(line);
        List<String> sentences = new ArrayList<>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            String sentence = line.substring(start, end).strip();
            if (!sentence.isEmpty()) {
                sentences.add(sentence);
            }
        }
        return sentences;
    }
}
