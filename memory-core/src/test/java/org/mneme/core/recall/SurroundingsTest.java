package org.mneme.core.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.api.Attribute;
import org.mneme.api.Memory;
import org.mneme.api.Scope;

class SurroundingsTest {

    private final Candidate greeting = Found.candidate(Found.inSession("1", "s", 1, "Hello Nadia!"), 0.1);
    private final Candidate question =
            Found.candidate(Found.inSession("2", "s", 2, "Where did you go on holiday?"), 0.9);
    private final Candidate answer = Found.candidate(Found.inSession("3", "s", 3, "To Porto, with my sister."), 0.2);
    private final Candidate remark = Found.candidate(Found.inSession("4", "s", 4, "How lovely."), 0.3);

    @Test
    void anAnswerGainsFromItsQuestion() {
        assertThat(around(answer).answer()).isEqualTo(0.9, offset(1e-9));
    }

    @Test
    void aRemarkGainsNothingFromAStatementBeforeIt() {
        assertThat(around(remark).answer()).isZero();
    }

    @Test
    void whatComesAfterAndASecondAwayAreKnown() {
        assertThat(around(greeting).next()).isEqualTo(0.9, offset(1e-9));
        assertThat(around(question).around()).isEqualTo(0.3 / 2, offset(1e-9));
        assertThat(around(remark).next()).isZero();
    }

    @Test
    void aSessionIsAsGoodAsItsThreeBest() {
        assertThat(around(greeting).session()).isEqualTo((0.9 + 0.3 + 0.2) / 3, offset(1e-9));
    }

    @Test
    void aMemoryOfNoSessionStandsAlone() {
        Candidate alone = Found.candidate(Found.alone("5", "I like tea."), 0.7);
        assertThat(Surroundings.of(List.of(alone, question)).get("5"))
                .isEqualTo(new Surroundings(alone.fused(), 0, 0, 0));
    }

    @Test
    void sessionsOfTwoProjectsWithOneNameAreTwo() {
        Memory elsewhere = question.memory().toBuilder()
                .scope(Scope.of("ws_1").with(Attribute.SESSION, "s").with(Attribute.PROJECT, "other"))
                .build();
        Candidate other = new Candidate(
                new org.mneme.spi.storage.Hits.Hit(
                        elsewhere, question.hit().similarity(), question.hit().lexicalScore()),
                0.9,
                0.9);
        assertThat(Surroundings.of(List.of(other, answer)).get("3").answer()).isZero();
    }

    private Surroundings around(Candidate candidate) {
        Map<String, Surroundings> all = Surroundings.of(List.of(remark, answer, greeting, question));
        return all.get(candidate.id());
    }
}
