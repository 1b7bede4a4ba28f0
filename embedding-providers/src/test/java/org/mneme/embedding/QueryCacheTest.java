package org.mneme.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mneme.api.Embedding;

class QueryCacheTest {

    private final List<String> embedded = new ArrayList<>();

    private List<Embedding> embed(List<String> texts) {
        embedded.addAll(texts);
        return texts.stream()
                .map(text -> new Embedding("m", List.of(new float[] {text.length()})))
                .toList();
    }

    @Test
    void aTextIsEmbeddedOnceHoweverOftenItIsAsked() {
        QueryCache cache = new QueryCache(10);
        assertThat(cache.embed(List.of("a", "bb", "a"), this::embed))
                .extracting(embedding -> embedding.single()[0])
                .containsExactly(1f, 2f, 1f);
        cache.embed(List.of("bb", "ccc"), this::embed);
        assertThat(embedded).containsExactly("a", "bb", "ccc");
    }

    @Test
    void theTextNotAskedForLongestIsForgottenFirst() {
        QueryCache cache = new QueryCache(2);
        cache.embed(List.of("a"), this::embed);
        cache.embed(List.of("b"), this::embed);
        cache.embed(List.of("a"), this::embed);
        cache.embed(List.of("c"), this::embed);
        embedded.clear();
        cache.embed(List.of("a"), this::embed);
        assertThat(embedded).isEmpty();
        cache.embed(List.of("b"), this::embed);
        assertThat(embedded).containsExactly("b");
    }

    @Test
    void aCapacityOfZeroAndLongTextsRememberNothing() {
        String longText = "x".repeat(3_000);
        for (QueryCache cache : List.of(new QueryCache(0), new QueryCache(5))) {
            embedded.clear();
            cache.embed(List.of(longText), this::embed);
            cache.embed(List.of(longText), this::embed);
            assertThat(embedded).hasSize(2);
        }
        QueryCache none = new QueryCache(0);
        embedded.clear();
        none.embed(List.of("a"), this::embed);
        none.embed(List.of("a"), this::embed);
        assertThat(embedded).containsExactly("a", "a");
    }
}
