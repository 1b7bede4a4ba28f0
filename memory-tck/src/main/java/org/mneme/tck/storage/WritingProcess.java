package org.mneme.tck.storage;

import java.util.List;

/** Run beside the test, write without end, and be killed in the middle of it. */
public interface WritingProcess {

    /** Wait until the process has been told of at least {@code count} more stored memories. */
    void awaitWritten(int count);

    /** Kill the process without a chance to finish anything, and return the ids of all memories whose write had returned. */
    List<String> kill();
}
