package org.mneme.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mneme.core.agent.AgentDescription.Facet;
import org.mneme.core.agent.AgentDescription.Sentence;

class AgentDescriptionTest {

    @Test
    void aHeadingSaysWhatTheSentencesBelowItAreAbout() {
        String description = """
                # Identity
                You are Ada. You review code.

                ## Goals
                - Find defects early
                ## Working style
                1. Short answers, with an example.
                ## Rules
                - Tests first
                """;

        assertThat(AgentDescription.sentences(description))
                .containsExactly(
                        new Sentence("You are Ada.", Facet.PERSONA),
                        new Sentence("You review code.", Facet.PERSONA),
                        new Sentence("Find defects early", Facet.GOAL),
                        new Sentence("Short answers, with an example.", Facet.STYLE),
                        new Sentence("Tests first", Facet.INSTRUCTION));
    }

    @Test
    void withoutHeadingsTheWordsOfASentenceSayWhatItIsAbout() {
        String description = "You are a careful planner. Never deploy on a Friday. Your goal is a calm release. "
                + "You prefer small steps.";

        assertThat(AgentDescription.sentences(description))
                .extracting(Sentence::facet)
                .containsExactly(Facet.PERSONA, Facet.INSTRUCTION, Facet.GOAL, Facet.STYLE);
    }

    @Test
    void anEmptyDescriptionSaysNothing() {
        assertThat(AgentDescription.sentences(" \n\n# Title\n")).isEmpty();
    }
}
