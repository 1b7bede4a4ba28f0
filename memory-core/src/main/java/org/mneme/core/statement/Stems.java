package org.mneme.core.statement;

/** Cut English endings off, so that "lives", "lived" and "living" are one word. Light on purpose: nouns stay apart from verbs' nouns. */
final class Stems {

    private Stems() {}

    static String of(String word) {
        if (word.length() < 4 || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return word.equals("use") ? "us" : word;
        }
        if (word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "i";
        }
        if (word.endsWith("ied")) {
            return word.substring(0, word.length() - 3) + "i";
        }
        if (word.endsWith("ing") && hasVowel(word, word.length() - 3)) {
            return root(word.substring(0, word.length() - 3));
        }
        if (word.endsWith("ed") && !word.endsWith("eed") && hasVowel(word, word.length() - 2)) {
            return root(word.substring(0, word.length() - 2));
        }
        if (word.matches(".*(?:ss|sh|ch|x|z)es")) {
            return root(word.substring(0, word.length() - 2));
        }
        if (word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us") && !word.endsWith("is")) {
            return root(word.substring(0, word.length() - 1));
        }
        return root(word);
    }

    private static String root(String stem) {
        int last = stem.length() - 1;
        if (last > 1 && stem.charAt(last) == stem.charAt(last - 1) && "bdgmnprt".indexOf(stem.charAt(last)) >= 0) {
            return stem.substring(0, last);
        }
        if (last > 1 && stem.charAt(last) == 'e') {
            return stem.substring(0, last);
        }
        return last > 1 && stem.charAt(last) == 'y' ? stem.substring(0, last) + "i" : stem;
    }

    private static boolean hasVowel(String word, int end) {
        return end > 1 && word.substring(0, end).chars().anyMatch(c -> "aeiouy".indexOf(c) >= 0);
    }
}
