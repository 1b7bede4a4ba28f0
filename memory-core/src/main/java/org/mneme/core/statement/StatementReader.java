package org.mneme.core.statement;

import java.text.Normalizer;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Read a statement into what can be compared. */
final class StatementReader {

    /** A longer text is a document: it is the same as another only if it reads the same. */
    static final int LONGEST = 500;

    private static final Pattern LABEL =
            Pattern.compile("^(\\p{Lu}[\\p{L}'’.-]{0,30}(?: \\p{Lu}[\\p{L}'’.-]{0,30}){0,2}): (?=\\S)");
    private static final Pattern FIELD = Pattern.compile("^([\\p{L}\\p{N}'’ ]{1,40}): (?=\\S)");
    private static final Pattern NAME = Pattern.compile(
            "(?<![\\p{L}\\p{N}'’])\\p{Lu}[\\p{L}\\p{N}]*|(?<![\\p{L}\\p{N}'’])\\p{Ll}+\\p{Lu}[\\p{L}\\p{N}]*");
    private static final Pattern WORD = Pattern.compile("[dtnpa]:\\S+|[\\p{L}\\p{N}]+(?:['._-][\\p{L}\\p{N}]+)*|[+#]+");
    private static final Pattern RELATIVE_DAY = Pattern.compile(
            "\\b(?:today|yesterday|tomorrow|tonight|ago|(?:last|next|this) (?:night|week|weekend|month|year|morning|evening|\\w+day))\\b");
    private static final Pattern FROM_TO = Pattern.compile(
            "\\b(?:has |have )?(?:switched|switches|migrated|moved|changed|went|converted|upgraded|downgraded) from (.{1,80}?) to\\b");
    private static final Pattern REPLACED = Pattern.compile("\\b(?:has |have )?replaced (.{1,80}?) (?:with|by)\\b");
    private static final Pattern INSTEAD = Pattern.compile("\\b(?:instead of|rather than|in place of) (.{1,80})$");
    private static final Pattern GAVE_UP = Pattern.compile(
            "\\b(?:sold|returned|cancelled|canceled|dropped|got rid of|gave away|deleted|uninstalled|lost) (?:user's |his |her |their |the |an? )?(.{1,60})$");
    private static final Pattern LEFT =
            Pattern.compile("\\b(?:has |have )?(?:left|quit|resigned from)(?: user's job at)? (?=\\p{L})");
    private static final Pattern JOINED =
            Pattern.compile("\\b(?:has |have )?(?:joined|started(?: working)? at) (?=\\p{L})");
    private static final Pattern ORDER_WORDS = Pattern.compile("\\b(?:than|but|from|before|after|until|more|less)\\b");
    private static final Pattern SECOND_SENTENCE =
            Pattern.compile("\\p{Ll}{2}(?<!\\b(?:Mrs|Prof|Inc|Ltd|Corp|Capt))[.!] +\\p{Lu}|\n");
    private static final Pattern NEXT_WORD = Pattern.compile("[^\\p{L}\\p{N}]*([\\p{L}\\p{N}]+)");
    private static final Set<String> PRESENT = Set.of(
            "is", "am", "are", "has", "have", "do", "does", "can", "will", "would", "must", "should", "may", "might",
            "shall");
    private static final Set<String> NEGATING = Set.of(
            "no", "not", "never", "doesn", "don", "isn", "didn", "won", "wasn", "hasn", "couldn", "wouldn", "can",
            "used");
    private static final Set<String> AHEAD = Set.of("in", "on", "at", "since", "every", "during", "last", "this");
    private static final Set<String> ARTICLES = Set.of("the", "a", "an");
    private static final Set<String> COPULAS = Set.of("is", "am", "are");
    private static final Set<String> FRAMING = Set.of("in", "on", "at", "to", "or");
    private static final Set<String> ENUMERATING = Set.of("and", "or");
    private static final Set<String> WAS = Set.of("was", "were", "had", "did");
    private static final Set<String> SPEAKERS = Set.of("user", "human");

    private StatementReader() {}

    static Reading read(Statement statement) {
        String text = Normalizer.normalize(statement.text(), Normalizer.Form.NFC)
                .replace('’', '\'')
                .strip();
        if (text.length() > LONGEST) {
            return unread(text);
        }
        String holder = "";
        Matcher label = LABEL.matcher(text);
        if (label.find() && isSpeaker(label.group(1))) {
            String speaker = label.group(1).toLowerCase(Locale.ROOT);
            holder = SPEAKERS.contains(speaker) ? "" : speaker;
            text = text.substring(label.end());
        } else {
            text = FIELD.matcher(text).replaceFirst("$1 is ");
        }
        Set<String> names = names(text);
        boolean open = text.contains("?")
                || SECOND_SENTENCE.matcher(text).find()
                || text.matches("(?i)^(?:if|when|unless|whether)\\b.*")
                || text.startsWith("User asked");
        String lower = text.toLowerCase(Locale.ROOT);
        String unified = unify(lower, names);
        Set<String> discarded = new HashSet<>();
        unified = giveUp(unified, discarded, names);
        return assemble(statement, text, lower, unified, holder, names, discarded, open);
    }

    private static Reading assemble(
            Statement statement,
            String text,
            String lower,
            String unified,
            String holder,
            Set<String> names,
            Set<String> discarded,
            boolean open) {
        List<String> words = enumerationsSorted(subjectFirst(words(unified)));
        int boundary = boundary(words, names);
        List<String> subject = content(words.subList(0, boundary), names);
        List<String> said = content(words.subList(boundary, words.size()), names);
        int negations = (int) words.stream().filter("not"::equals).count();
        boolean dated = RELATIVE_DAY.matcher(lower).find() && !lower.contains("(");
        return new Reading(
                plain(lower),
                holder,
                subject,
                said,
                frame(words, names),
                names,
                Slots.of(words, names),
                discarded,
                negations,
                words.contains("ended"),
                words.contains("changed") || words.contains("new") || !discarded.isEmpty(),
                isPast(words.subList(Math.min(boundary, words.size()), words.size())),
                open,
                ORDER_WORDS.matcher(unified).find() || negations > 0 && lower.contains(","),
                dated ? statement.saidAt().map(at -> at.atOffset(ZoneOffset.UTC).toLocalDate()) : Optional.empty());
    }

    private static Reading unread(String text) {
        return new Reading(
                plain(text.toLowerCase(Locale.ROOT)),
                "",
                List.of(),
                List.of(),
                Set.of(),
                Set.of(),
                List.of(),
                Set.of(),
                0,
                false,
                false,
                false,
                true,
                true,
                Optional.empty());
    }

    /** Words as they stand, signs and all: "$5" is not "€5". */
    private static List<String> plain(String lower) {
        return List.of(lower.replaceFirst("[.!\\s]+$", "").split("\\s+"));
    }

    /** "User: …" and "Caroline: …" name who speaks; "Deadline: …" names what is told. */
    private static boolean isSpeaker(String label) {
        String last = label.substring(label.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
        return !Vocabulary.SINGLE_VALUED.contains(last) && !label.contains("'");
    }

    private static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            String lower = matcher.group().toLowerCase(Locale.ROOT);
            boolean first = matcher.start() == 0;
            if (!Vocabulary.STOP_WORDS.contains(lower)
                    && !SPEAKERS.contains(lower)
                    && !lower.equals("i")
                    && !(first && (isCommon(lower) || !standsAlone(text, matcher.end())))) {
                names.add(lower);
            }
        }
        return names;
    }

    /** Tell whether a verb, another name or a possessive follows, as behind a name that begins a sentence. */
    private static boolean standsAlone(String text, int end) {
        if (text.startsWith("'s", end)) {
            return true;
        }
        Matcher next = NEXT_WORD.matcher(text).region(end, text.length());
        return !next.lookingAt()
                || Character.isUpperCase(next.group(1).charAt(0))
                || next.group(1).endsWith("ed")
                || NEGATING.contains(next.group(1))
                || next.group(1).equals("and")
                || next.group(1).endsWith("ly")
                || Vocabulary.PAST_VERBS.contains(next.group(1))
                || Vocabulary.VERBS.contains(Vocabulary.canonical(next.group(1)));
    }

    /** A word that begins a sentence has a capital whatever it is. */
    private static boolean isCommon(String word) {
        return Vocabulary.VERBS.contains(Vocabulary.canonical(word))
                || Vocabulary.SINGLE_VALUED.contains(word)
                || word.endsWith("'s")
                || word.equals("my")
                || word.equals("we")
                || word.equals("our")
                || word.equals("never")
                || word.equals("no");
    }

    private static String unify(String lower, Set<String> names) {
        String text = Amounts.unify(lower.replaceFirst("[.!\\s]+$", ""));
        for (Vocabulary.Phrase phrase : Vocabulary.PHRASES) {
            text = phrase.unify(text);
        }
        text = beforeName(LEFT, text, names, "ended work at ");
        return beforeName(JOINED, text, names, "changed work at ");
    }

    private static String beforeName(Pattern pattern, String text, Set<String> names, String replacement) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return text;
        }
        List<String> following = words(text.substring(matcher.end()));
        boolean named = !following.isEmpty() && names.contains(following.get(0));
        return named ? text.substring(0, matcher.start()) + replacement + text.substring(matcher.end()) : text;
    }

    private static String giveUp(String text, Set<String> discarded, Set<String> names) {
        String rest = text;
        for (Pattern pattern : List.of(FROM_TO, REPLACED)) {
            Matcher matcher = pattern.matcher(rest);
            if (matcher.find()) {
                discarded.addAll(content(words(matcher.group(1)), names));
                rest = rest.substring(0, matcher.start()) + "changed use" + rest.substring(matcher.end());
            }
        }
        Matcher instead = INSTEAD.matcher(rest);
        if (instead.find()) {
            discarded.addAll(content(words(instead.group(1)), names));
            rest = rest.substring(0, instead.start()).strip();
        }
        Matcher gaveUp = GAVE_UP.matcher(rest);
        if (gaveUp.find()) {
            discarded.addAll(content(words(gaveUp.group(1)), names));
        }
        return rest;
    }

    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String word = matcher.group();
            boolean ideographic =
                    word.codePoints().anyMatch(c -> Character.isIdeographic(c) || c >= 0x3040 && c <= 0x30FF);
            if (ideographic) {
                word.codePoints().forEach(c -> words.add(Character.toString(c)));
            } else {
                words.add(Amounts.isAmount(word) ? word.replaceFirst("[.,;:!?)]+$", "") : word);
            }
        }
        return words;
    }

    /** "In 2019 User bought a car" begins with its subject when what stands before it moves to the end. */
    private static List<String> subjectFirst(List<String> words) {
        int subject = Math.max(words.indexOf("user"), words.indexOf("we"));
        if (subject < 1 || subject > 5 || !AHEAD.contains(words.get(0))) {
            return words;
        }
        List<String> turned = new ArrayList<>(words.subList(subject, words.size()));
        turned.addAll(words.subList(0, subject));
        return turned;
    }

    /** "Tea and coffee" is "coffee and tea". */
    private static List<String> enumerationsSorted(List<String> words) {
        List<String> sorted = new ArrayList<>(words);
        for (int end = sorted.size(); end > 0; end--) {
            for (int i = 1; i + 1 < end; i++) {
                boolean joined = ENUMERATING.contains(sorted.get(i));
                // who it is about stays in front
                if (joined
                        && !sorted.get(i - 1).equals("user")
                        && sorted.get(i - 1).compareTo(sorted.get(i + 1)) > 0) {
                    Collections.swap(sorted, i - 1, i + 1);
                }
            }
        }
        return sorted;
    }

    /** Return the small words that decide: a key is in the drawer or on it, somebody is a teacher or has one. */
    private static Set<String> frame(List<String> words, Set<String> names) {
        Set<String> frame = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean counted = i + 1 < words.size() && ARTICLES.contains(words.get(i + 1));
            if (FRAMING.contains(word)) {
                // in a place is at it
                boolean place = word.equals("at") && i + 1 < words.size() && names.contains(words.get(i + 1));
                frame.add(place ? "in" : word);
            } else if (counted && (word.equals("has") || word.equals("have") || WAS.contains(word))) {
                frame.add(word.equals("was") || word.equals("were") ? "is a" : "has a");
            } else if (counted && COPULAS.contains(word)) {
                frame.add("is a");
            }
        }
        return frame;
    }

    /** Return how many words the subject has: up to the first verb. */
    private static int boundary(List<String> words, Set<String> names) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean person = word.equals("user") || word.equals("we");
            if (i == 0 && person) {
                return 1;
            }
            if (i > 0 && !names.contains(word) && isVerb(word, words.get(i - 1)) || i == 0 && word.equals("not")) {
                return i;
            }
        }
        if (words.size() < 2) {
            return 0;
        }
        return words.get(0).endsWith("'s") ? 2 : 1 + numbersBehind(words);
    }

    /** "The left wing" has no verb, "she left" has one. */
    private static boolean isVerb(String word, String before) {
        return Vocabulary.VERBS.contains(Vocabulary.canonical(word))
                || Vocabulary.PAST_VERBS.contains(word) && !ARTICLES.contains(before);
    }

    /** A number right behind what a statement begins with says which one: "step 2", but not "budget 200". */
    private static int numbersBehind(List<String> words) {
        boolean labelled = Amounts.isAmount(words.get(1)) && !Vocabulary.SINGLE_VALUED.contains(words.get(0));
        return labelled ? 1 : 0;
    }

    /** Return the canonical words that say something; possessives lose their ending. */
    static List<String> content(List<String> words, Set<String> names) {
        List<String> content = new ArrayList<>();
        for (String word : words) {
            String bare = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
            boolean own = word.equals("user's")
                    && !content.isEmpty()
                    && content.get(0).equals("user");
            if (own || Vocabulary.STOP_WORDS.contains(bare) || bare.equals("not") || bare.equals("ended")) {
                continue;
            }
            // a name has no endings: Marie is not Mary
            content.add(Amounts.isAmount(bare) || names.contains(bare) ? bare : Vocabulary.canonical(bare));
        }
        return content;
    }

    /** The first verb decides: "is", "lives" and "has moved" tell how things are, "was" and "went" what happened. */
    private static boolean isPast(List<String> predicate) {
        boolean perfect = false;
        for (String word : predicate) {
            if (word.equals("has") || word.equals("have")) {
                if (predicate.contains("been") || predicate.contains("since")) {
                    return false;
                }
                perfect = true;
                continue;
            }
            if (PRESENT.contains(word) || word.equals("changed") || word.equals("ended") && predicate.size() > 1) {
                return false;
            }
            if (WAS.contains(word) || Vocabulary.PAST_VERBS.contains(word)) {
                return true;
            }
            if (word.endsWith("ed") && word.length() > 4 && !word.endsWith("eed") && !word.equals("named")) {
                return true;
            }
            if (word.equals("not")) {
                continue;
            }
            if (perfect || !Vocabulary.STOP_WORDS.contains(word) && !word.endsWith("ly")) {
                return false;
            }
        }
        return false;
    }
}
