package org.mneme.core.statement;

/** What a newer statement means for an older one. */
public enum Verdict {
    /** Both say the same: storing the newer would add nothing. */
    SAME,
    /** The newer takes the place of the older, which no longer holds. */
    NEWER,
    /** They speak of different things, or both hold. */
    DIFFERENT
}
