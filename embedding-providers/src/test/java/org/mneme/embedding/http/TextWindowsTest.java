package org.mneme.embedding.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextWindowsTest {

    @Test
    void englishIsAboutFourLettersATokenAndIdeographsAreOneEach() {
        assertThat(TextWindows.tokens("The customer prefers email over phone calls and is on a budget"))
                .isBetween(12, 20);
        assertThat(TextWindows.tokens("日本語の文章")).isBetween(6, 9);
    }

    @Test
    void aShortTextIsItsOwnWindow() {
        assertThat(TextWindows.of("a short text", 250)).containsExactly("a short text");
    }

    @Test
    void windowsBeginWithWordsAndHoldEveryWord() {
        String text = "word ".repeat(2_000).strip();
        List<String> windows = TextWindows.of(text, 100);
        assertThat(windows).allMatch(window -> window.startsWith("word") && window.length() <= 420);
        assertThat(windows.stream().mapToInt(String::length).sum()).isGreaterThan(text.length());
    }

    @Test
    void aWindowOfBlanksIsLeftOut() {
        String text = "beginning" + " ".repeat(5_000) + "end";
        List<String> windows = TextWindows.of(text, 100);
        assertThat(windows).noneMatch(String::isBlank).hasSizeBetween(2, 4);
        assertThat(String.join("", windows)).contains("beginning").contains("end");
    }

    @Test
    void halvesCoverTheText() {
        String text = "abcdefghij".repeat(20);
        List<String> halves = TextWindows.halves(text);
        assertThat(halves).hasSizeBetween(2, 3).allMatch(half -> half.length() < text.length());
        assertThat(text).startsWith(halves.get(0)).endsWith(halves.get(halves.size() - 1));
    }

    @Test
    void batchesAreBoundedByTextsAndByTokens() {
        List<String> texts = List.of("a", "b", "c", "d", "e");
        assertThat(TextWindows.batches(texts, 2, 1_000))
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
        assertThat(TextWindows.batches(texts, 9, 3)).containsExactly(List.of("a", "b", "c"), List.of("d", "e"));
        assertThat(TextWindows.batches(List.of("x".repeat(4_000), "y"), 9, 10)).hasSize(2);
        assertThat(TextWindows.batches(List.of(), 9, 10)).isEmpty();
    }
}
