package org.mneme.spi.storage;

/** What a storage may declare that it can do; what it does not declare it refuses honestly. */
public enum Capability {
    /** Several servers may use the same store at once. */
    SHARED,
    /** A list of writes is stored as one atomic step, not only each write. */
    ATOMIC_BATCH,
    /** {@link MemoryStore#list} goes as deep as there are memories; else at least 10,000. */
    DEEP_OFFSET
}
