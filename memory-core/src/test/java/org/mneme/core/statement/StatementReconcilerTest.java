package org.mneme.core.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mneme.api.Memory;
import org.mneme.api.MemoryBuilder;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Reconciliation.Decision;
import org.mneme.spi.storage.Reconciliation.Neighbour;

class StatementReconcilerTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-03-03T10:00:00Z");

    @Test
    void storesAStatementThatNobodyMadeBefore() {
        assertThat(decide(
                        memory("new", "User likes tea."),
                        memory("a", "User likes coffee."),
                        memory("b", "User lives in Porto.")))
                .isEqualTo(new Decision.Insert());
        assertThat(decide(memory("new", "User likes tea."))).isEqualTo(new Decision.Insert());
    }

    @Test
    void keepsWhatSaysTheSameAlready() {
        assertThat(decide(
                        memory("new", "I'm based in Porto"),
                        memory("a", "User has a dog."),
                        memory("b", "User lives in Porto.")))
                .isEqualTo(new Decision.Keep("b"));
    }

    @Test
    void makesHistoryOfEverythingTheNewStatementReplaces() {
        assertThat(decide(
                        memory("new", "User moved to Lisbon."),
                        memory("a", "User lives in Porto."),
                        memory("b", "User's sister lives in Porto."),
                        memory("c", "User is based in Berlin.")))
                .isEqualTo(new Decision.Supersede(List.of("a", "c")));
    }

    @Test
    void neverMergesOpposites() {
        assertThat(decide(memory("new", "I am not allergic to peanuts"), memory("a", "I am allergic to peanuts")))
                .isEqualTo(new Decision.Supersede(List.of("a")));
    }

    @Test
    void makesWhatComesLateTheHistoryOfWhatWasSaidAfterIt() {
        Memory late =
                builder("new", "User lives in Porto.").documentDate(MONDAY).build();
        Memory known =
                builder("a", "User lives in Lisbon.").documentDate(TUESDAY).build();

        assertThat(decide(late, known)).isEqualTo(new Decision.Precede("a"));
        assertThat(decide(late, memory("b", "User likes tea."), known)).isEqualTo(new Decision.Precede("a"));
        assertThat(decide(known, late)).isEqualTo(new Decision.Supersede(List.of("new")));
    }

    @Test
    void letsACertainStatementTakeOverAnUncertainOne() {
        Memory guess = builder("a", "User lives in Porto.").confidence(0.5).build();
        Memory said = builder("new", "User lives in Porto.").confidence(0.9).build();

        assertThat(decide(said, guess)).isEqualTo(new Decision.Replace("a", true));
        assertThat(decide(guess, said)).isEqualTo(new Decision.Keep("new"));
    }

    @Test
    void theSameYesterdayOfAnotherDayIsAnotherDay() {
        Memory monday =
                builder("a", "I ran 5 km yesterday").documentDate(MONDAY).build();
        Memory tuesday =
                builder("new", "I ran 5 km yesterday").documentDate(TUESDAY).build();

        assertThat(decide(tuesday, monday)).isEqualTo(new Decision.Insert());
        assertThat(decide(monday.toBuilder().id("again").build(), monday)).isEqualTo(new Decision.Keep("a"));
    }

    @Test
    void doesNotLookAtTheCosine() {
        Memory added = memory("new", "User lives in Porto.");
        Memory other = memory("a", "User works in Porto.");

        assertThat(StatementReconciler.of(added).decide(List.of(new Neighbour(other, 0.999, false))))
                .isEqualTo(new Decision.Insert());
        assertThat(StatementReconciler.of(added)
                        .decide(List.of(new Neighbour(memory("b", "I live in Porto"), -1, false))))
                .isEqualTo(new Decision.Keep("b"));
    }

    @Test
    void mergesADocumentOnlyWithItsCopy() {
        String text = "User lives in Porto. ".repeat(100);

        assertThat(decide(memory("new", text), memory("a", text + "But not in Lisbon."), memory("b", text)))
                .isEqualTo(new Decision.Keep("b"));
        assertThat(decide(memory("new", text), memory("a", text + "But not in Lisbon.")))
                .isEqualTo(new Decision.Insert());
    }

    private static Decision decide(Memory added, Memory... known) {
        return StatementReconciler.of(added)
                .decide(Stream.of(known)
                        .map(memory -> new Neighbour(memory, 0.9, false))
                        .toList());
    }

    private static Memory memory(String id, String content) {
        return builder(id, content).build();
    }

    private static MemoryBuilder builder(String id, String content) {
        return Memory.builder(id, Scope.of("default"), content, MONDAY);
    }
}
