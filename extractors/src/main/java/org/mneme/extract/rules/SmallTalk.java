package org.mneme.extract.rules;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tell what says nothing worth remembering: greetings, thanks, agreement, reactions to something unnamed, offers of help. */
final class SmallTalk {

    private static final Set<String> WORDS = WordList.of("small-talk");

    private static final Set<String> PRAISE = Set.of(
            "great",
            "good",
            "nice",
            "cool",
            "awesome",
            "amazing",
            "perfect",
            "excellent",
            "wonderful",
            "fantastic",
            "lovely",
            "sweet",
            "neat",
            "super",
            "fabulous",
            "brilliant",
            "fun",
            "cute",
            "adorable",
            "impressive",
            "inspiring",
            "exciting",
            "beautiful",
            "interesting",
            "helpful",
            "terrible",
            "sad",
            "funny",
            "crazy",
            "true",
            "right",
            "fine",
            "ok",
            "okay",
            "sense",
            "incredible",
            "gorgeous",
            "tough",
            "rough",
            "worth");

    private static final Pattern PHRASE = whole(
            "(?:how are you|how have you been|how['’]?s it going|what['’]?s (?:up|new)|(?:it['’]?s |it is )?(?:so )?(?:good|great|nice|lovely)"
                    + " (?:to|seeing|meeting|talking|chatting|catching).{0,40}|talk (?:to you )?(?:soon|later).{0,20}|have a (?:good|great|nice|lovely).{0,30}|see you.{0,30}"
                    + "|(?:i(?:['’]m| am))(?: doing| feeling)? (?:good|fine|great|well|ok|okay|alright|back|here|ready|sorry|sure|listening)(?: thanks| thank you)?"
                    + "|i (?:see|know|understand|agree|appreciate (?:it|that|this|your help)|get it|don['’]?t know|guess(?: so)?|hope so|think so|love it|like it|like that|love that"
                    + "|love this|can['’]?t wait|hear you|hope you .{0,60}|hope (?:this|that|it) .{0,40}|wish you .{0,60})|let me (?:know|think|see|check).{0,80}|thanks?(?: you)?(?: so much| a lot)? for .{0,80}"
                    + "|(?:thanks|thank you)\\b.{0,40}|i (?:just )?(?:have|had|got) (?:a|one|another|some|a few) (?:quick )?questions?.{0,20}|can i ask.{0,40}|take (?:it easy|your time)|go (?:on|ahead|for it)"
                    + "|keep (?:it up|up the good work)|good (?:luck|job|work|idea|point|one|for you).{0,20}|well done.{0,20}|happy to (?:help|hear).{0,60}|glad .{0,60}|no (?:problem|worries|rush|thanks).{0,30}"
                    + "|feel free to .{0,80}|is there anything else.{0,60}|anything else.{0,40}|what do you think|tell me more.{0,40}|sounds? (?:like|good|great|perfect|fun|awesome|amazing).{0,60}"
                    + "|(?:absolutely|certainly|of course|sure)\\b.{0,30}|here (?:is|are|['’]s) [^:]{0,80}:?|here you go.{0,20}|hope (?:this|that|it|you).{0,60}|you(?:['’]re| are) (?:welcome|right|amazing|awesome|the best|so kind|great).{0,40}"
                    + "|good (?:morning|afternoon|evening|night).{0,30}|(?:hi|hello|hey|bye|goodbye)\\b.{0,25}|no way|i want to ask you|me (?:too|neither)|same here|long time no see|i(?: \\w+ly)? (?:will|can|do|did|would|could|am|have|should|must)|(?:it |that )?looks? (?:good|great|nice|amazing|awesome|cool|like fun)|that makes sense.{0,20}|i['’]?ll (?:let you know|be back|try that|try it|check it out|do that|think about it).{0,30})");
    private static final Pattern REACTION = Pattern.compile(
            "^(?:that|this|it|those|these|he|she|they|there)(?:['’](?:s|re|ll|d)|\\s|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern POINTS_AT_SOMETHING = Pattern.compile(
            "\\d|\\b(?:this is (?!great|nice|cool|good)|that['’]?s why|there (?:is|are|was|were)|there['’]s)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern OFFER = Pattern.compile(
            "^(?:i['’](?:d|ll)(?: be)?|i (?:can|could|would|will)(?: be)?|let me|shall i|would you like|do you want|if you)\\b.{0,20}"
                    + "\\b(?:help|assist|happy|glad|like me to|want me to|keep|remember|note|need|have any|know|explain|show|walk)\\b.*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern MACHINE_TALK = Pattern.compile(
            "^(?:as an ai|i['’]m (?:just )?an? (?:ai|language model|assistant)|i (?:don['’]t|do not|cannot|can['’]t) (?:have|access|browse|provide)"
                    + "|i(?:['’]ve| have) (?:noted|saved|updated|remembered)|noted|understood|got it|great (?:question|choice)|i understand|i apologi[sz]e|i['’]m sorry)\\b.*",
            Pattern.CASE_INSENSITIVE);

    private SmallTalk() {}

    private static Pattern whole(String regex) {
        return Pattern.compile("^\\W*" + regex + "\\W*$", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /**
     * Tell whether a sentence says nothing.
     *
     * @param follows whether something worth remembering was said right before, which "it" and "that" can mean
     */
    static boolean is(String sentence, List<String> words, boolean follows) {
        if (words.stream().allMatch(WORDS::contains) || words.size() <= 4 && isInterjection(sentence, words)) {
            return true;
        }
        if (words.stream().allMatch(word -> word.chars().allMatch(Character::isDigit))) {
            return true;
        }
        return sentence.length() <= 120 && PHRASE.matcher(sentence).matches() || isReaction(sentence, words, follows);
    }

    /** "Wow, John!", "Cool, Maria." */
    private static boolean isInterjection(String sentence, List<String> words) {
        return words.size() > 1
                && !words.get(0).startsWith("i'")
                && WORDS.contains(words.get(0))
                && words.subList(1, words.size()).stream()
                        .allMatch(word -> WORDS.contains(word) || isCalled(sentence, word));
    }

    private static boolean isCalled(String sentence, String name) {
        String called = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return sentence.contains(called + "!") || sentence.contains(called + ".") || sentence.endsWith(called);
    }

    /** "That's so cool, Caroline!": nobody can tell later what "that" was. */
    private static boolean isReaction(String sentence, List<String> words, boolean follows) {
        return words.size() <= 9
                && (!follows || words.stream().anyMatch(PRAISE::contains))
                && REACTION.matcher(sentence).find()
                && !POINTS_AT_SOMETHING.matcher(sentence).find()
                && EntityFinder.names(sentence).size() <= (sentence.contains(",") ? 1 : 0);
    }

    /** Tell what an assistant says without telling anything. */
    static boolean isService(String sentence) {
        String head = sentence.length() <= 300 ? sentence : sentence.substring(0, 300);
        return OFFER.matcher(head).matches() || MACHINE_TALK.matcher(head).matches();
    }
}
