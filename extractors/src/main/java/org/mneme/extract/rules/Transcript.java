package org.mneme.extract.rules;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mneme.spi.extractor.Conversation.Message;

/**
 * Find who speaks in messages that say so themselves: {@code "Caroline: I went to …"}.
 *
 * <p>A word before a colon is a speaker if at least two messages begin with one, or if somebody says "I" behind it;
 * {@code "Deadline: Friday"} has none.
 */
final class Transcript {

    private static final Pattern PREFIX =
            Pattern.compile("^\\s{0,8}(\\p{Lu}[\\p{L}'’.-]{0,30}(?:\\s\\p{Lu}[\\p{L}'’.-]{0,30}){0,2}):\\s+(?=\\S)");
    private static final Pattern FIRST_PERSON = Pattern.compile("\\b(?:I|I['’]\\p{L}{1,2}|[Mm]y|[Ww]e|me)\\b");
    private static final Set<String> LABELS = WordList.of("labels");

    private final boolean named;

    /** What somebody says, and who. */
    record Said(Speaker speaker, String text) {}

    Transcript(List<Message> messages) {
        this.named = messages.stream()
                        .filter(message -> prefix(message.content()).isPresent())
                        .limit(2)
                        .count()
                == 2;
    }

    Said said(Message message) {
        Optional<Matcher> prefix = prefix(message.content());
        if (prefix.isEmpty()) {
            return new Said(Speaker.ofRole(message.role()), message.content());
        }
        String rest = message.content().substring(prefix.get().end());
        if (!named
                && !FIRST_PERSON
                        .matcher(rest.substring(0, Math.min(rest.length(), 1_000)))
                        .find()) {
            return new Said(Speaker.ofRole(message.role()), message.content());
        }
        return new Said(Speaker.ofRole(prefix.get().group(1)), rest);
    }

    private static Optional<Matcher> prefix(String content) {
        Matcher matcher = PREFIX.matcher(content.substring(0, Math.min(content.length(), 200)));
        if (!matcher.find()) {
            return Optional.empty();
        }
        String first = matcher.group(1).split("\\s")[0].toLowerCase(Locale.ROOT);
        return LABELS.contains(first) ? Optional.empty() : Optional.of(matcher);
    }
}
