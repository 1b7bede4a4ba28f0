package org.mneme.war.retaindb;

import java.util.ArrayList;
import java.util.List;
import org.mneme.api.MemoryType;
import org.mneme.core.recall.Recalled;
import org.mneme.core.recall.TokenEstimate;

/** Grow a text by a line for each memory, leaving out those for which there is no room. */
final class ContextPage {

    private final int maxTokens;
    private final StringBuilder text = new StringBuilder();
    private final List<Answers.Fact> facts = new ArrayList<>();

    ContextPage(int maxTokens) {
        this.maxTokens = maxTokens;
    }

    void add(Recalled.Result result) {
        add(new Answers.Fact(
                result.memory().id(),
                result.memory().content(),
                result.score(),
                result.memory().metadata(),
                result.memory().type().word()));
    }

    void add(PendingSearch.Match match) {
        add(new Answers.Fact(
                match.pending().id(),
                match.pending().content(),
                match.share(),
                match.pending().metadata(),
                MemoryType.EVENT.word()));
    }

    private void add(Answers.Fact fact) {
        int before = text.length();
        text.append(before == 0 ? "- " : "\n- ").append(fact.content().strip().replaceAll("\\s*\\R\\s*", " "));
        if (tokens() > maxTokens) {
            text.setLength(before);
            return;
        }
        facts.add(fact);
    }

    List<Answers.Fact> facts() {
        return List.copyOf(facts);
    }

    String text() {
        return text.toString();
    }

    int tokens() {
        return TokenEstimate.of(text.toString());
    }
}
