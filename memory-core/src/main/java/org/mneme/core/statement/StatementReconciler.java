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
 * new one replaces become history; otherwise it is stored beside them. When statements were said decides, where both know
 * it, not the order of their arrival: one that comes late becomes the history of what was said after it. Has no state, so the same neighbours always give the same decision.
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
        Optional<String> successor = Optional.empty();
        for (Neighbour neighbour : neighbours) {
            Memory known = neighbour.memory();
            boolean late = isLater(known);
            Reading other = StatementReader.read(Statement.of(known));
            Verdict verdict =
                    late ? StatementComparison.compare(reading, other) : StatementComparison.compare(other, reading);
            if (verdict == Verdict.SAME) {
                return same(known);
            }
            if (verdict == Verdict.NEWER && late && successor.isEmpty()) {
                successor = Optional.of(known.id());
            } else if (verdict == Verdict.NEWER && !late) {
                replaced.add(known.id());
            }
        }
        if (successor.isPresent()) {
            return new Decision.Precede(successor.get());
        }
        return replaced.isEmpty() ? new Decision.Insert() : new Decision.Supersede(replaced);
    }

    private Decision same(Memory older) {
        return memory.confidence() >= older.confidence() + CLEARLY
                ? new Decision.Replace(older.id(), true)
                : new Decision.Keep(older.id());
    }

    /** Tell whether a memory is known to have been said after the new one. */
    private boolean isLater(Memory known) {
        Optional<Instant> said = memory.documentDate();
        Optional<Instant> other = known.documentDate();
        return said.isPresent() && other.isPresent() && other.get().isAfter(said.get());
    }
}
