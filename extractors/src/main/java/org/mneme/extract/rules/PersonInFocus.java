package org.mneme.extract.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolve "she" and "he" at the head of a sentence where only one person can be meant.
 *
 * <p>That is the one the sentence right before began with: "My sister Ana lives in Rome. She works at Fiat." Anything
 * less clear stays as it is.
 */
final class PersonInFocus {

    private static final Pattern SUBJECT = Pattern.compile(
            "^((?:My|Our)\\s+(?:(?:older|younger|elder|best|new|old|late|little|big|ex)\\s+)?([\\p{Ll}-]{2,20})(?:,?\\s+(?!I\\b)\\p{Lu}[\\p{L}'’-]{1,30})?)(?=\\s|,)");
    private static final Pattern NAMED = Pattern.compile(
            "^(\\p{Lu}[\\p{L}-]{1,30})\\s+(?:is|was|has|lives|works|likes|loves|moved|went|got|wants|plays|studies)\\b");
    private static final Pattern OTHERS =
            Pattern.compile("\\b(?:and|with)\\s+(?:\\p{Lu}\\p{Ll}+|(?:my|his|her)\\s+\\p{Ll}+)");
    private static final Pattern PRONOUN = Pattern.compile("^(She|He|Her|His)(['’]s)?(?=\\s)");
    private static final Set<String> WOMEN = Set.of(
            "wife",
            "mother",
            "mom",
            "mum",
            "sister",
            "daughter",
            "girlfriend",
            "grandmother",
            "grandma",
            "aunt",
            "niece",
            "fiancée",
            "landlady");
    private static final Set<String> MEN = Set.of(
            "husband",
            "father",
            "dad",
            "brother",
            "son",
            "boyfriend",
            "grandfather",
            "grandpa",
            "uncle",
            "nephew",
            "fiancé",
            "landlord");

    private String person = "";
    private String kin = "";

    /** Return the sentence with its leading pronoun named, if it is clear who is meant; then look at its own subject. */
    String read(String sentence) {
        Matcher pronoun = PRONOUN.matcher(sentence);
        if (pronoun.find()) {
            return named(pronoun)
                    .map(name -> name + sentence.substring(pronoun.end()))
                    .orElse(sentence);
        }
        focus(sentence);
        return sentence;
    }

    private Optional<String> named(Matcher pronoun) {
        boolean woman = pronoun.group(1).equals("She") || pronoun.group(1).equals("Her");
        if (person.isEmpty() || (woman ? MEN : WOMEN).contains(kin)) {
            return Optional.empty();
        }
        boolean owner = pronoun.group(1).equals("Her") || pronoun.group(1).equals("His");
        return Optional.of(person + (owner ? "'s" : pronoun.group(2) == null ? "" : "'s"));
    }

    private void focus(String sentence) {
        person = "";
        kin = "";
        Matcher subject = SUBJECT.matcher(sentence);
        Matcher name = NAMED.matcher(sentence);
        if (OTHERS.matcher(sentence).find()) {
            return;
        }
        if (subject.find() && Words.KIN.contains(subject.group(2))) {
            person = subject.group(1);
            kin = subject.group(2);
        } else if (name.find() && !Words.STARTERS.contains(name.group(1).toLowerCase(Locale.ROOT))) {
            person = name.group(1);
        }
    }
}
