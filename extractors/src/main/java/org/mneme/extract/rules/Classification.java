package org.mneme.extract.rules;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.mneme.api.MemoryType;

/**
 * Say what kind of thing a clause tells, and how much it matters.
 *
 * @param type the kind
 * @param importance 0 … 1
 * @param confidence 0 … 1
 */
record Classification(MemoryType type, double importance, double confidence) {

    private static final Pattern HEDGE = find(
            "maybe|perhaps|probably|might|not sure|i guess|possibly|i suppose|could be|supposedly|apparently|i heard");
    private static final Pattern IDENTITY = find(
            "my (?:full |first |last |real |nick)?name(?: is|'s)|call me|allerg(?:ic|y|ies)|intoleran(?:t|ce)|diabet(?:ic|es)|asthma|coeliac|celiac"
                    + "|vegan|vegetarian|pregnant|my (?:birthday|phone|email|address|pronouns)|epilep\\w+|medication|blood (?:type|pressure)|i was born");
    private static final Pattern INSTRUCTION = find(
            "from now on|going forward|in (?:the )?future,? (?:please|always|never|don't)|(?:i(?:'d| would)? (?:want|need|like|expect|prefer)) (?:you|the assistant) to|every time (?:you|i)"
                    + "|make sure (?:to|you|that)|you (?:should|must|need to) (?:always|never)|please (?:always|never|don't|do not|use|keep|avoid|answer|respond|reply|call|address)");
    private static final Pattern DECISION = find(
            "(?:i|we|they|team|'ve|have|has)(?: have| has|'ve)?(?: all| both| finally| just| also)? (?:decided|chose|chosen|agreed|settled on|opted|picked|committed to|resolved to)"
                    + "|decision (?:is|was|has)|we(?:'ll| will|'re going to) (?:use|go with|adopt|switch|migrate|deploy|keep|drop)|let's (?:use|go with|switch|adopt|stick)|going with|it (?:is|was) decided|made (?:the|a) decision");
    private static final Pattern CONSTRAINT = find(
            "must(?: not|n't)?|cannot|can't (?:use|have|eat|drink|do|work|be|exceed|travel|afford|go|take|store|share|deploy)|can not|not allowed|(?:is|are|am|'m) (?:required|forbidden|prohibited|limited|restricted)"
                    + "|at (?:most|least)|no (?:more|less|later|earlier) than|(?:budget|deadline|limit|maximum|minimum|quota)(?::| (?:is|of|are|was))|only (?:works?|runs?|supports?|available)|have to be|has to be|under \\$?\\d|has to|have to (?!go)|needs to be");
    private static final Pattern SOLUTION = find(
            "(?:fixed|solved|resolved)(?: it| this| that)?(?: by| with)|the (?:fix|solution|workaround|answer) (?:is|was)|workaround|root cause");
    private static final Pattern STATE = find(
            "(?:is|are|was|were|been|'s|has been|have been) (?:now )?(?:done|finished|completed?|in progress|blocked|deployed|released|merged|shipped|live|pending|delayed|on hold|ready for|failing|broken|postponed|cancelled|canceled)");
    private static final Pattern STEPS = find(
            "(?:to|in order to) \\w+ .{3,60}, (?:run|use|open|go|call|click|type|first)|step \\d|first,? .{3,120} then|how to \\w+:|the (?:process|procedure|workflow) (?:is|for)");
    private static final Pattern DISLIKE_OR_LIKE = find(
            "(?:prefer|prefers|love|loves|like|likes|enjoy|enjoys|adore|hate|hates|dislike|dislikes|can't stand|cannot stand|don't (?:really )?(?:like|enjoy)|do not like|doesn't like|favou?rites?"
                    + "|fond of|fan of|(?:i'm|i am|am|is) (?:really |also |very |so )?(?:into|keen on|obsessed with)|rather have|would rather|\\w+'d rather|not a fan)");
    private static final Pattern WOULD_LIKE = find(
            "(?:would|\\w+'d)(?: really| also)? (?:like|love|prefer) to|(?:want|wants|hope|hopes|plan|plans|intend|aim|aims|aspire|planning|hoping|aiming|trying|looking|thinking of|thinking about|working towards?)(?: on)? (?:to\\b|\\w+ing|an?\\b|my\\b|our\\b|the\\b)"
                    + "|my (?:\\w+ )?(?:goal|dream|plan|aim|resolution|ambition)s?|gonna|wanna|(?:i'm|i am|we're|we are) going to|saving (?:up )?for|(?:i|we)(?:'ll| will) (?:be )?\\w+|goal is");
    private static final Pattern OPINION = find(
            "i (?:really |honestly |personally )?(?:think|believe|feel (?:like|that)|find|consider|suppose|reckon|doubt)|in my (?:opinion|view|experience)|imo|imho|seems?|it's (?:worth|better|best)|should (?:be|have)"
                    + "|(?:is|are|was|were) (?:so |really |very |too |quite |pretty |such (?:an? )?|absolutely )?(?:great|good|bad|awful|terrible|amazing|awesome|beautiful|ugly|boring|overrated|underrated|inspiring|horrible|wonderful|fantastic|the best|the worst|nice|lovely|fun|cool|useless|brilliant|disappointing|interesting|important|powerful|annoying)");
    private static final Pattern HAPPENED = find(
            "yesterday|last (?:night|week|weekend|month|year|summer|winter|spring|fall|autumn|\\w+day)|\\w+ (?:days?|weeks?|months?|years?) ago|this (?:morning|afternoon)|the other day|appointment|meeting (?:on|at|with|tomorrow)|wedding|party|concert|conference|interview (?:on|at|with|tomorrow)|flight|trip to|graduat(?:ed|ion)|recently"
                    + "|(?:i|we|i've|we've)(?: just| finally| also| recently| once)? (?:went|met|saw|visited|attended|bought|got|moved|started|finished|joined|left|quit|won|lost|ran|travell?ed|flew|celebrated|signed up|took|made|had|adopted|gave|found|received|passed|failed|broke|began|completed|launched|hosted|organi[sz]ed|been to|watched|cooked|painted|hiked)");
    private static final Pattern RELATED = find(
            "married|engaged to|dating|divorced|separated from|reports? to|works? for me|best friends?|grew up with|related to|introduced me to|in a relationship");
    private static final Pattern QUOTE = Pattern.compile("[\"“«][^\"”»]{0,300}[\"”»]");
    private static final Set<String> LINKING =
            Set.of("is", "are", "was", "works", "lives", "and", "named", "called", "has");

    private static Pattern find(String regex) {
        return Pattern.compile("\\b(?:" + regex + ")(?![\\p{L}\\p{N}])");
    }

    static Classification of(String clause, List<String> words, Speaker speaker, Opening opening, boolean dated) {
        String own = QUOTE.matcher(clause)
                .replaceAll("\"\"")
                .toLowerCase(Locale.ROOT)
                .replace('’', '\'');
        MemoryType type = opening.corrects()
                ? MemoryType.CORRECTION
                : type(own, words, dated, speaker.kind() == Speaker.Kind.PERSON);
        double importance = importance(type, own, words);
        double confidence = HEDGE.matcher(own).find() ? 0.6 : 0.9;
        if (opening.stressed()) {
            importance = Math.max(importance, 0.85);
        }
        return switch (speaker.kind()) {
            case USER -> new Classification(type, importance, confidence);
            case PERSON -> new Classification(type, importance, confidence - 0.05);
            case SYSTEM -> new Classification(type, importance * 0.6, 0.6);
            case ASSISTANT -> new Classification(type, importance * 0.6, confidence - 0.35);
        };
    }

    private static MemoryType type(String clause, List<String> words, boolean dated, boolean among) {
        boolean self = ThirdPerson.speaksOfSelf(words)
                || words.stream().anyMatch(word -> word.equals("we") || word.startsWith("we'"));
        if (!among && (isOrder(words) || INSTRUCTION.matcher(clause).find())) {
            return MemoryType.INSTRUCTION;
        }
        if (DECISION.matcher(clause).find()) {
            return MemoryType.DECISION;
        }
        if (SOLUTION.matcher(clause).find()) {
            return MemoryType.SOLUTION;
        }
        if (CONSTRAINT.matcher(clause).find()) {
            return MemoryType.CONSTRAINT;
        }
        if (self && WOULD_LIKE.matcher(clause).find()) {
            return MemoryType.GOAL;
        }
        if (DISLIKE_OR_LIKE.matcher(clause).find() && !clause.contains("looks like")) {
            return MemoryType.PREFERENCE;
        }
        if (isAboutPeople(words) || RELATED.matcher(clause).find()) {
            return MemoryType.RELATIONSHIP;
        }
        if (STATE.matcher(clause).find()) {
            return MemoryType.PROJECT_STATE;
        }
        if (HAPPENED.matcher(clause).find() || dated && self) {
            return MemoryType.EVENT;
        }
        if (OPINION.matcher(clause).find()) {
            return MemoryType.OPINION;
        }
        return STEPS.matcher(clause).find() ? MemoryType.PROCEDURAL : MemoryType.FACTUAL;
    }

    /** "My wife Ana is a nurse", "Ana is my sister". */
    private static boolean isAboutPeople(List<String> words) {
        for (int i = 0; i + 1 < words.size(); i++) {
            boolean own = words.get(i).equals("my") || words.get(i).equals("our");
            for (int j = i + 1; own && j < Math.min(words.size(), i + 4); j++) {
                String word = words.get(j).replaceFirst("'s$", "");
                if (Words.KIN.contains(word)
                        && (i > 0
                                || words.stream().anyMatch(LINKING::contains)
                                || words.get(j).endsWith("'s"))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Tell whether a clause orders a way of working: "Always answer in French", "Don't use emojis". */
    static boolean isOrder(List<String> words) {
        return !words.isEmpty() && Orders.isStanding(words);
    }

    private static double importance(MemoryType type, String clause, List<String> words) {
        if (IDENTITY.matcher(clause).find()) {
            return 0.9;
        }
        return switch (type) {
            case CONSTRAINT, INSTRUCTION, DECISION, CORRECTION -> 0.8;
            case RELATIONSHIP, SOLUTION -> 0.7;
            case PREFERENCE, GOAL -> 0.65;
            case PROJECT_STATE, EVENT, PROCEDURAL, WORKFLOW -> 0.5;
            case FACTUAL, SEMANTIC -> ThirdPerson.speaksOfSelf(words) ? 0.6 : 0.5;
            case OPINION -> 0.4;
            case EPISODIC -> 0.25;
        };
    }
}
