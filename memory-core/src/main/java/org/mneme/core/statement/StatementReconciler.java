package org.mneme.core.statement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mneme.api.Memory;
import org.mneme.spi.storage.Reconciliation.Decider;
import org.mneme.spi.storage.Reconciliation.Decision;
import org.mneme.spi.storage.Reconciliation.Neighbour;

/**
 * Decide what becomes of a new memory by comparing what it says with what its neighbours say.
 *
 * <p>A neighbour that says the same is kept, or takes the new one over if the new one is more certain; neighbours that the
 * new one replaces become history; otherwise it is stored beside them. A statement said earlier never replaces one said
 * later, whatever the order of their arrival. Has no state, so the same neighbours always give the same decision.
 */
public final class StatementReconciler implements Decider {

    /** Ask for neighbours whatever their cosine: each model has a scale of its own, and the words decide. */
    public static final double FLOOR = -1;

    /** Look at so many neighbours, nearest first. */
    public static final int LIMIT = 30;

    /** How much more certain a memory must be to take over one that says the same. */
    private static final double CLEARLY = 0.2;

    private final Memory memory;
    private final Reading reading;

    private StatementReconciler(Memory memory) {
        this.memory = memory;
        this.reading = StatementReader.read(Statement.of(memory));
    }

    /** Return the decider for a new memory. */
    public static StatementReconciler of(Memory memory) {
        return new StatementReconciler(memory);
    }

    @Override
    public Decision decide(List<Neighbour> neighbours) {
        List<String> replaced = new ArrayList<>();
        for (Neighbour neighbour : neighbours) {
            Verdict verdict = compare(neighbour.memory());
            if (verdict == Verdict.SAME) {
                return same(neighbour.memory());
            }
            if (verdict == Verdict.NEWER && !isLater(neighbour.memory())) {
                replaced.add(neighbour.memory().id());
            }
        }
        return replaced.isEmpty() ? new Decision.Insert() : new Decision.Supersede(replaced);
    }

    private Verdict compare(Memory older) {
        return StatementComparison.compare(StatementReader.read(Statement.of(older)), reading);
    }

    private Decision same(Memory older) {
        return memory.confidence() >= older.confidence() + CLEARLY
                ? new Decision.Replace(older.id(), true)
                : new Decision.Keep(older.id());
    }

    private boolean isLater(Memory older) {
        Optional<Instant> said = memory.documentDate();
        Optional<Instant> saidBefore = older.documentDate();
        return said.isPresent() && saidBefore.isPresent() && saidBefore.get().isAfter(said.get());
    }
}
