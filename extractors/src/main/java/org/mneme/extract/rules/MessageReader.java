package org.mneme.extract.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mneme.api.MemoryType;
import org.mneme.extract.dates.DateMention;
import org.mneme.extract.dates.DateMentions;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Extraction.Statement;

/** Read one message: what its passages say becomes statements, in order, each text once. */
final class MessageReader {

    private static final String ASKED = "Asked \"";
    private static final int LONGEST_CODE = 2_000;
    private static final Pattern OWN_NAME = Pattern.compile(
            "^(?:[Mm]y (?:full |first )?name(?: is|['’]s)|(?:I am|I['’]m) called|[Cc]all me)\\s+(\\p{Lu}[\\p{L}'’-]{1,30}(?:\\s\\p{Lu}[\\p{L}'’-]{1,30}){0,2})");
    private static final Pattern FOLLOW_UP = Pattern.compile(
            "^(?:It|This|That|They|These|Those|He|She|There|Its|Their)\\b|^.{0,40}\\b(?:it|them|there|here)\\W*$");
    private static final int LONGEST_FOLLOWED = 300;
    private static final Pattern CALL_ME = Pattern.compile("^(?:please\\s+)?call me\\s+", Pattern.CASE_INSENSITIVE);

    private final Speaker speaker;
    private final Conversation.Message message;
    private final int place;
    private final Instant saidAt;
    private final Map<String, String> names;
    private final List<Statement> statements = new ArrayList<>();
    private final Set<String> contents = new HashSet<>();
    private final List<String> notes = new ArrayList<>();
    private final PersonInFocus focus = new PersonInFocus();
    private String before = "";
    private boolean followed;

    MessageReader(Speaker speaker, Conversation.Message message, int place, Instant saidAt, Map<String, String> names) {
        this.speaker = speaker;
        this.message = message;
        this.place = place;
        this.saidAt = saidAt;
        this.names = names;
    }

    List<String> notes() {
        return notes;
    }

    /**
     * Read a message.
     *
     * @param asked the question somebody else asked right before, if any
     */
    List<Statement> read(String text, Optional<String> asked) {
        if (asked.isPresent() && speaker.isTrusted() && QuestionAndAnswer.isAnswer(text)) {
            answer(asked.get(), CleanText.of(text).strip());
            return statements;
        }
        for (Passage passage : Passages.of(CleanText.of(text))) {
            int known = statements.size();
            switch (passage.kind()) {
                case CODE -> code(passage.text());
                case LIST -> tell(passage.text(), Opening.of(passage.text()));
                case SENTENCE -> sentence(passage.text());
            }
            if (!followed) {
                before = statements.size() > known
                        ? statements.get(statements.size() - 1).content()
                        : "";
            }
            followed = false;
        }
        return statements;
    }

    private void answer(String question, String answer) {
        List<DateMention> dates = DateMentions.find(answer, saidAt);
        String content = ASKED + question + "\", " + speaker.label() + " answered: "
                + finished(DateMentions.spellOut(answer, dates));
        add(content, new Classification(MemoryType.FACTUAL, 0.5, 0.8), dates, eventDate(dates));
    }

    private void code(String text) {
        if (!speaker.isTrusted()) {
            return;
        }
        if (text.length() > LONGEST_CODE) {
            notes.add("message " + place + ": a code block of " + text.length() + " characters left out");
            return;
        }
        // code that a sentence announces tells how something is done
        MemoryType type = text.indexOf(":\n") > 0 ? MemoryType.PROCEDURAL : MemoryType.SEMANTIC;
        add(text, new Classification(type, 0.4, 0.8), List.of(), Optional.empty());
    }

    private void sentence(String sentence) {
        Opening opening = Opening.of(sentence);
        String text = focus.read(opening.text());
        List<String> words = Words.lower(text);
        boolean follows = !before.isEmpty();
        if (SmallTalk.is(text, words, follows) || SmallTalk.is(sentence, Words.lower(sentence), follows)) {
            return;
        }
        if (Questions.is(text, words)) {
            question(text, words, opening);
            return;
        }
        if (Orders.isRequest(words) && speaker.kind() != Speaker.Kind.PERSON) {
            request(text, words);
            return;
        }
        if (isSaidToTheOther(text, words)) {
            return;
        }
        boolean named = !text.equals(opening.text());
        if (!named && FOLLOW_UP.matcher(text).find() && !before.isEmpty()) {
            followUp(text, opening);
            return;
        }
        Clauses.of(text).forEach(clause -> tell(clause, opening));
    }

    /** "I moved to Lisbon. I love it here." – the second is understood only behind the first, which stands alone as well. */
    private void followUp(String text, Opening opening) {
        followed = true;
        List<String> words = Words.lower(text);
        List<DateMention> dates = DateMentions.find(text, saidAt);
        Classification own = Classification.of(text, words, speaker, opening, !dates.isEmpty());
        Classification lesser = new Classification(own.type(), Math.min(own.importance(), 0.4), own.confidence());
        String told = content(DateMentions.spellOut(text, dates), words, MemoryType.FACTUAL);
        String first = before.length() > LONGEST_FOLLOWED ? "" : before + " ";
        add(first + (first.isEmpty() ? told : withoutLabel(told)), lesser, dates, eventDate(dates));
    }

    private String withoutLabel(String told) {
        for (String prefix : List.of(": ", " asked: ", " answered: ")) {
            int at = told.indexOf(speaker.label() + prefix);
            if (at == 0 || at > 0 && told.startsWith(ASKED)) {
                return told.substring(at + speaker.label().length() + prefix.length());
            }
        }
        return told;
    }

    /** What is said about the one spoken to tells nothing of use: an assistant's service, praise, a prompt's "You are …". */
    private boolean isSaidToTheOther(String text, List<String> words) {
        boolean you = words.get(0).equals("you")
                || words.get(0).startsWith("you'")
                || words.get(0).equals("your");
        return switch (speaker.kind()) {
            case USER ->
                you
                        && !Words.lower(text).contains("always")
                        && !words.contains("never")
                        && !words.contains("must")
                        && !words.contains("should");
            case ASSISTANT -> SmallTalk.isService(text) || words.contains("you") && words.size() < 5;
            case SYSTEM -> you || Classification.isOrder(words);
            case PERSON -> (you || Classification.isOrder(words)) && words.size() < 7;
        };
    }

    private void question(String text, List<String> words, Opening opening) {
        Optional<String> statement = Questions.statementIn(text);
        if (statement.isPresent()) {
            Clauses.of(statement.get()).forEach(clause -> tell(clause, opening));
            return;
        }
        asked(text, words);
    }

    /** A request is remembered if it says when ("Book a table for Friday") or tells something of the one who asks. */
    private void request(String text, List<String> words) {
        if (speaker.isTrusted() && !DateMentions.find(text, saidAt).isEmpty()) {
            remember(text);
            return;
        }
        asked(text, words);
    }

    private void asked(String text, List<String> words) {
        if (speaker.isTrusted()
                && Questions.isTelling(words, !EntityFinder.of(text).isEmpty())) {
            remember(text);
        }
    }

    private void remember(String text) {
        List<DateMention> dates = DateMentions.find(text, saidAt);
        add(
                speaker.label() + " asked: " + DateMentions.spellOut(text, dates),
                new Classification(MemoryType.EPISODIC, 0.25, 0.8),
                dates,
                Optional.empty());
    }

    private void tell(String clause, Opening opening) {
        List<String> words = Words.lower(clause);
        if (words.size() < 2 && !isForeign(clause) || SmallTalk.is(clause, words, !before.isEmpty())) {
            return;
        }
        List<DateMention> dates = DateMentions.find(clause, saidAt);
        Classification classification = Classification.of(clause, words, speaker, opening, !dates.isEmpty());
        rememberName(clause);
        add(
                content(DateMentions.spellOut(clause, dates), words, classification.type()),
                classification,
                dates,
                eventDate(dates));
    }

    private static boolean isForeign(String clause) {
        return clause.codePoints().filter(Character::isLetter).limit(4).count() == 4
                && clause.codePoints().anyMatch(c -> c > 0x024F && Character.isLetter(c));
    }

    /** Choose the form: told about the speaker, the bare sentence, or the speaker's own words behind his name. */
    private String content(String clause, List<String> words, MemoryType type) {
        String text = finished(clause);
        Matcher callMe = CALL_ME.matcher(text);
        if (callMe.find()) {
            return speaker.label() + " wants to be called " + text.substring(callMe.end());
        }
        if (ThirdPerson.speaksOfSelf(words)) {
            Optional<String> told = ThirdPerson.tell(text, speaker.label());
            if (told.isPresent()) {
                return told.get();
            }
        } else if (speaker.kind() == Speaker.Kind.USER && isImpersonal(words, type)) {
            return text;
        }
        return speaker.label() + ": " + text;
    }

    /** A fact about something else needs no holder; an opinion, an order and "we" do. */
    private static boolean isImpersonal(List<String> words, MemoryType type) {
        boolean held = switch (type) {
            case OPINION, INSTRUCTION, PREFERENCE, GOAL, DECISION -> true;
            default -> false;
        };
        return !held
                && words.stream()
                        .noneMatch(word -> word.equals("we")
                                || word.startsWith("we'")
                                || word.equals("our")
                                || word.equals("us")
                                || word.equals("you")
                                || word.equals("your"));
    }

    private static String finished(String clause) {
        String text = clause.replaceFirst("[\\s,;:–—-]+$", "");
        if (text.isEmpty()) {
            return clause;
        }
        int last = text.codePointBefore(text.length());
        return Character.isLetterOrDigit(last)
                        || last == ')'
                        || last == '"'
                        || last == '”'
                        || last == '%'
                        || last == '`'
                ? text + "."
                : text;
    }

    private void rememberName(String clause) {
        Matcher matcher = OWN_NAME.matcher(clause);
        if (speaker.isTrusted() && matcher.find()) {
            names.put(speaker.label(), matcher.group(1));
        }
    }

    private Optional<Instant> eventDate(List<DateMention> dates) {
        return dates.stream().map(DateMention::first).findFirst().map(MessageReader::startOf);
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private void add(
            String content, Classification classification, List<DateMention> dates, Optional<Instant> eventDate) {
        if (!contents.add(content)) {
            return;
        }
        statements.add(new Statement(
                content,
                classification.type(),
                place,
                message.role(),
                entities(content, dates),
                classification.importance(),
                classification.confidence(),
                message.at(),
                eventDate));
    }

    private List<String> entities(String content, List<DateMention> dates) {
        Set<String> entities = new LinkedHashSet<>();
        if (speaker.kind() == Speaker.Kind.PERSON) {
            entities.add(speaker.label());
        }
        entities.addAll(EntityFinder.of(withoutLabel(content)));
        if (content.startsWith(speaker.label()) && names.containsKey(speaker.label())) {
            entities.add(names.get(speaker.label()));
        }
        dates.stream()
                .filter(date -> date.first().equals(date.last()))
                .forEach(date -> entities.add(date.first().toString()));
        return List.copyOf(entities);
    }
}
