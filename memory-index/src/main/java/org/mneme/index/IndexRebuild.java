package org.mneme.index;

import java.io.Closeable;
import java.util.Map;

/** Fill an index from the database; not thread-safe. Closing it before it is complete leaves the old content. */
public interface IndexRebuild extends Closeable {

    /** Add a memory; each memory once. */
    void add(IndexChange.Put memory);

    /**
     * Make the new content visible and durable.
     *
     * @param clocks each workspace's clock, read before the first memory was read
     */
    void complete(Map<String, Long> clocks);

    @Override
    void close();
}
