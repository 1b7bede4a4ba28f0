package org.mneme.extract.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Cut a message into passages: sentences, enumerations and code, whatever lines they are spread over. */
final class Passages {

    private static final Pattern ITEM = Pattern.compile("^\\s{0,12}(?:[-*•·–+]|\\d{1,3}[.)]|\\[[ xX]\\])\\s+");
    private static final Pattern HEADING = Pattern.compile("^\\s{0,3}#{1,6}\\s+");
    private static final Pattern QUOTED_LINE = Pattern.compile("^\\s{0,3}>+\\s?");
    private static final Pattern RULE = Pattern.compile("^\\s*(?:[-*_=]\\s?){3,200}$");

    /** A line that ends so goes on in the next one, whatever letter that begins with. */
    private static final Set<String> UNFINISHED = Set.of(
            "a", "an", "the", "in", "on", "at", "to", "of", "and", "or", "with", "for", "from", "by", "my", "our", "is",
            "are", "am", "i", "we", "as", "that", "because", "but", "into", "near", "called", "named");

    private static final int LONGEST_LIST = 400;

    private final List<Passage> passages = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private final StringBuilder code = new StringBuilder();
    private final List<String> items = new ArrayList<>();
    private String announcement = "";
    private boolean inCode;

    private Passages() {}

    /** Cut a text that {@link CleanText} has made. */
    static List<Passage> of(String text) {
        Passages passages = new Passages();
        text.lines().forEach(passages::line);
        passages.endCode();
        passages.endParagraph();
        passages.endList();
        return passages.passages;
    }

    private void line(String line) {
        String head = line.length() > 60 ? line.substring(0, 60) : line;
        if (head.stripLeading().startsWith("```")) {
            fence();
            return;
        }
        if (inCode) {
            code.append(line).append('\n');
            return;
        }
        if (line.isBlank() || RULE.matcher(head).matches() && line.length() <= 60) {
            endParagraph();
            endListUnlessAnnounced();
            return;
        }
        if (HEADING.matcher(head).find()) {
            heading(HEADING.matcher(line).replaceFirst("").strip());
            return;
        }
        String unquoted =
                QUOTED_LINE.matcher(head).find() ? QUOTED_LINE.matcher(line).replaceFirst("") : line;
        if (ITEM.matcher(head).find()) {
            endParagraph();
            items.add(ITEM.matcher(unquoted).replaceFirst("").strip());
            return;
        }
        endListUnlessAnnounced();
        if (!unquoted.isBlank()) {
            prose(unquoted.strip());
        }
    }

    private void heading(String title) {
        endParagraph();
        endList();
        // a title of a few words announces a topic; a longer one may say something
        if (title.split("\\s+", 5).length >= 4) {
            Sentences.of(title).forEach(sentence -> add(sentence, Passage.Kind.SENTENCE));
        }
    }

    private void fence() {
        if (inCode) {
            endCode();
            return;
        }
        endParagraph();
        if (!items.isEmpty()) {
            endList();
        }
        inCode = true;
    }

    private void prose(String line) {
        if (paragraph.length() > 0 && startsAnew(line)) {
            endParagraph();
        }
        if (!announcement.isEmpty()) {
            add(announcement, Passage.Kind.SENTENCE);
            announcement = "";
        }
        if (paragraph.length() > 0) {
            paragraph.append(' ');
        }
        paragraph.append(line);
    }

    private boolean startsAnew(String line) {
        char last = paragraph.charAt(paragraph.length() - 1);
        if (last == ',' || last == ';' || Character.isLowerCase(line.charAt(0))) {
            return ".!?:".indexOf(last) >= 0;
        }
        int blank = paragraph.lastIndexOf(" ");
        return paragraph.length() - blank > 12
                || !UNFINISHED.contains(paragraph.substring(blank + 1).toLowerCase(Locale.ROOT));
    }

    private void endParagraph() {
        if (paragraph.length() == 0) {
            return;
        }
        List<String> sentences = Sentences.of(paragraph.toString());
        paragraph.setLength(0);
        for (int i = 0; i < sentences.size(); i++) {
            boolean announces = i == sentences.size() - 1 && sentences.get(i).endsWith(":");
            if (announces) {
                announcement = sentences.get(i);
            } else {
                add(sentences.get(i), Passage.Kind.SENTENCE);
            }
        }
    }

    private void endListUnlessAnnounced() {
        if (!items.isEmpty()) {
            endList();
        }
    }

    private void endList() {
        int length = items.stream().mapToInt(String::length).sum();
        if (announcement.isEmpty()) {
            items.forEach(item -> Sentences.of(item).forEach(sentence -> add(sentence, Passage.Kind.SENTENCE)));
        } else if (items.isEmpty()) {
            add(announcement, Passage.Kind.SENTENCE);
        } else if (length <= LONGEST_LIST && items.stream().allMatch(Passages::isShort)) {
            add(announcement + " " + String.join(", ", items), Passage.Kind.LIST);
        } else {
            items.forEach(
                    item -> Sentences.of(announcement + " " + item).forEach(text -> add(text, Passage.Kind.LIST)));
        }
        items.clear();
        announcement = "";
    }

    private static boolean isShort(String item) {
        return item.length() <= 60 && !item.endsWith(".");
    }

    private void endCode() {
        String text = code.toString().strip();
        code.setLength(0);
        inCode = false;
        if (!text.isEmpty()) {
            passages.add(new Passage(announcement.isEmpty() ? text : announcement + "\n" + text, Passage.Kind.CODE));
            announcement = "";
        }
    }

    private void add(String text, Passage.Kind kind) {
        if (!text.isBlank()) {
            passages.add(new Passage(text, kind));
        }
    }
}
