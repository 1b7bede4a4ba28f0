package org.mneme.index;

import java.io.Closeable;
import java.util.List;
import java.util.Map;

/**
 * Keep an index beside the database that holds the truth.
 *
 * <p><b>Start.</b> Open the index. If it {@linkplain #needsRebuild needs a rebuild} (it is new, damaged, or of another
 * database, model or format), read the clocks of all workspaces, then {@link #rebuild} from the database. In any case
 * apply then, for every workspace, the changes after {@link #appliedClock}.
 *
 * <p><b>Clock.</b> Every workspace has a clock that each committed transaction moves by one or more. Changes may be
 * applied by several threads in any order: an older change never undoes a newer one, and what was applied already is
 * passed over. The applied clock is the value up to which nothing is missing, so clock values must be dense: apply an
 * empty list for a transaction that does not concern the index, or {@link #advance} over a gap. If the applied clock stays
 * behind the database's, something was not applied: read the changes after it and apply them.
 *
 * <p><b>Visibility.</b> What was applied when {@code apply} returns is seen by the next search of any thread.
 *
 * <p><b>Durability.</b> What was applied since the last {@link #flush} may be missing after a crash; the applied clock
 * then says so. A crash never leaves wrong results: the index opens at its last flush or needs a rebuild. A disk that fails
 * may set the applied clock back to the last flush, too.
 *
 * <p><b>Forgetting.</b> A removed memory is invisible at once. After {@link #erase} nothing of it is left in the files.
 *
 * <p>Thread-safe. Methods throw {@link java.io.UncheckedIOException} if the disk fails and {@link IllegalStateException}
 * if the index is closed.
 */
public interface DerivedIndex extends Closeable {

    /** Tell whether the index is empty because it was new, damaged or another's; until it is rebuilt it answers nothing. */
    boolean needsRebuild();

    /** Say why a rebuild is needed, for the log; empty if none is. */
    String rebuildReason();

    /** Return the clock value up to which all changes of the workspace are applied; 0 for an unknown workspace. */
    long appliedClock(String workspace);

    /** Return the applied clocks of all workspaces, as a snapshot. */
    Map<String, Long> appliedClocks();

    /**
     * Apply all changes of one transaction.
     *
     * @param workspace the workspace of all the changes
     * @param clock the transaction's clock value, at least 1
     * @param changes at most one for a memory; may be empty
     * @throws IllegalArgumentException if a change is invalid; nothing is applied then
     * @throws IllegalStateException if the index needs a rebuild or is being rebuilt
     */
    void apply(String workspace, long clock, List<? extends IndexChange> changes);

    /** Declare that all changes of the workspace up to the clock value are applied or do not concern the index. */
    void advance(String workspace, long clock);

    /** Start a rebuild that replaces the whole content; until it is complete, searches see the old content. */
    IndexRebuild rebuild();

    /** Make durable what was applied; cheap if there is nothing new. Call it every few seconds. */
    void flush();

    /** Flush and leave nothing of removed memories in the files; may take as long as rewriting the index. */
    void erase();

    /** Flush, and compact if enough is dead. Call it every minute or so from one background thread. */
    void maintain();

    /** Return the number of memories found in the workspace at the instant, or 0 if it is unknown. */
    int count(String workspace, IndexFilter filter, long now);

    /** Flush and release everything. */
    @Override
    void close();
}
