package org.mneme.bench;

import java.util.List;

/** Keep memories and search them, in one of the ways that are compared. */
interface SearchedStorage extends AutoCloseable {

    String name();

    /** Store the memories with these numbers in one call. */
    void fill(int from, int until);

    /** Store one memory, on the disk when it returns. */
    void store(int number);

    /** Store one memory, after a look at its nearest neighbours in its namespace. */
    void storeUnlessKnown(int number);

    /**
     * Return the ids of the ten nearest, best first.
     *
     * @param text searched for too, unless null
     * @param namespace where, unless null
     * @param tag which a memory has to have, unless null
     */
    List<String> search(float[] vector, String text, String namespace, String tag);

    @Override
    void close();
}
