package org.mneme.extract.rules;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Take off what a sentence opens with without saying anything: greetings, fillers, "please remember that".
 *
 * @param text the sentence without its opening, beginning with a capital
 * @param stressed whether the speaker asked for it to be remembered
 * @param corrects whether the speaker takes back something said before
 */
record Opening(String text, boolean stressed, boolean corrects) {

    private static final Pattern GREETING = start(
            "(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|dear)"
                    + "(?:\\s+(?:there|again|all|everyone|everybody|team|guys|folks))?(?:\\s+\\p{Lu}\\p{L}{1,20})?\\s*[,!.:–—-]+\\s*");
    private static final Pattern FILLER = start(
            "(?:well|woah|whoa|woohoo|definitely|totally|certainly|absolutely|in the meantime|meanwhile|so|oh|ah|um|uh|hmm|yeah|yep|yes|no|nope|ok|okay|sure|thanks|thank you|great|cool|nice"
                    + "|wow|right|exactly|anyway|actually|honestly|to be honest|tbh|btw|by the way|also|plus|look|listen|you know|i mean"
                    + "|of course|in fact|and|but|sorry|lol|haha|yay|congrats)(?:\\s+so much)?(?:,?\\s+(?-i:\\p{Lu})\\p{L}{1,20})?\\s*[,!–—:]+\\s*");
    private static final Pattern CONNECTIVE =
            start("(?:and|but|so|also|plus|oh|yeah|well|then|actually)\\s+(?=(?:I|I['’]\\p{L}+|[Mm]y|[Ww]e)\\b)");
    private static final Pattern STRESS = start("(?:please\\s+|can you\\s+|could you\\s+)?(?:please\\s+)?"
            + "(?:remember|note|keep in mind|don['’]?t forget|do not forget|be aware|bear in mind|save|store|memorize|memorise)"
            + "(?:\\s+that\\s+|\\s*:\\s*|,\\s+)");
    private static final Pattern ASIDE = Pattern.compile(
            "[,;–—-]\\s*(?:so\\s+)?(?:please\\s+)?(?:remember|note|keep in mind|don['’]?t forget|save|store)(?:\\s+(?:that|this|it))?(?:\\s+please)?\\s*[.!]*$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ANNOUNCEMENT = start(
            "(?:just so you know|for the record|for your information|fyi|for context"
                    + "|just (?:fyi|a note|a heads[- ]up)|heads[- ]up|quick (?:note|update)|update|note|reminder)\\s*[,:–—-]+\\s*");
    private static final Pattern TELLING =
            start("i\\s+(?:just\\s+)?(?:should|wanted to|want to|must|need to|have to|would like to)\\s+"
                    + "(?:mention|add|say|tell you|let you know|point out|note|inform you)\\s+that\\s+");
    private static final Pattern DID_YOU_KNOW = start(
            "(?:did i (?:tell|mention to) you|did i mention|did you know|you know|have i told you)\\s+(?:that\\s+)?(?=(?:I|my)\\b)");
    private static final Pattern ACTUALLY = start("actually,? it(?:['’]s| is| was)\\b");
    private static final Pattern CORRECTION = start(
            "(?:correction|i was wrong|i misspoke|my mistake|my bad|scratch that|i meant|sorry,? i meant)\\s*[,:;.–—-]*\\s+(?:that\\s+)?");

    private static final Pattern BEEN =
            start("(?:just |also |only )?been (?:\\w+ing|busy|really|super|to|at|in|on)\\b");
    private static final Pattern LIKED = start(
            "(?:don'?t|do not) (?:like|love|want|have|need)\\s|(?:love|hate) (?!(?:it|this|that|the|you)\\b)\\p{L}");
    private static final Pattern NOT_ANYMORE = start("not .{1,40} any ?more\\W*$");
    private static final Pattern GONNA =
            start("(?:gonna|going to|planning to|hoping to|thinking of|looking forward)\\s");
    private static final Pattern DONE = start(
            "(?:just |finally |also |recently |already )?(?:got|went|started|finished|moved|bought|met|saw|took|came|made|tried|signed|joined|visited|had|ate|found|decided|ran|left|quit|sold|lost|won|gave|became)\\s+(?!(?:by|i|you|we|he|she|it|they)\\b)");

    private static Pattern start(String regex) {
        return Pattern.compile("^(?:" + regex + ")", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    static Opening of(String sentence) {
        String text = elided(sentence.replaceFirst("^[\\s\\p{So}\\uFE0F\\u200D]+", ""));
        boolean stressed = false;
        boolean corrects = false;
        Matcher aside = ASIDE.matcher(text);
        if (aside.find() && aside.start() > 0) {
            stressed = true;
            text = text.substring(0, aside.start()) + ".";
        }
        for (int i = 0; i < 6; i++) {
            String before = text;
            text = without(GREETING, text);
            text = without(FILLER, text);
            text = without(CONNECTIVE, text);
            text = without(TELLING, text);
            text = untold(text);
            String unstressed = without(ANNOUNCEMENT, without(STRESS, text));
            stressed |= !unstressed.equals(text);
            text = unstressed;
            String uncorrected = without(CORRECTION, text);
            corrects |= !uncorrected.equals(text) || ACTUALLY.matcher(text).find();
            text = uncorrected;
            if (text.equals(before)) {
                break;
            }
        }
        return new Opening(capitalised(elided(text)), stressed, corrects);
    }

    /** "Just got back from Rome" leaves the "I" out that everybody hears. */
    private static String elided(String text) {
        if (BEEN.matcher(text).find()) {
            return "I've " + text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
        }
        if (GONNA.matcher(text).find()) {
            return "I'm " + text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
        }
        if (NOT_ANYMORE.matcher(text).find()) {
            return "I'm " + text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
        }
        return DONE.matcher(text).find() || LIKED.matcher(text).find()
                ? "I " + text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1)
                : text;
    }

    /** "Did I tell you that I moved?" tells it. */
    private static String untold(String text) {
        String told = without(DID_YOU_KNOW, text);
        return told.equals(text) ? text : told.replaceFirst("\\?+$", ".");
    }

    private static String without(Pattern opening, String text) {
        Matcher matcher = opening.matcher(text);
        return matcher.find() && matcher.end() < text.length() ? text.substring(matcher.end()) : text;
    }

    static String capitalised(String text) {
        if (text.isEmpty() || !Character.isLowerCase(text.charAt(0)) || looksLikeName(text)) {
            return text;
        }
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** Addresses, commands and names such as {@code iPhone} or {@code foo_bar} keep their first letter. */
    private static boolean looksLikeName(String text) {
        int end = text.indexOf(' ');
        String word = end < 0 ? text : text.substring(0, end);
        return word.chars()
                .skip(1)
                .anyMatch(c -> Character.isUpperCase(c)
                        || Character.isDigit(c)
                        || "_./@:=`(".indexOf(c) >= 0
                                && !(c == '.' && word.endsWith(".") && word.indexOf('.') == word.length() - 1)
                                && !(c == ':' && word.endsWith(":")));
    }
}
