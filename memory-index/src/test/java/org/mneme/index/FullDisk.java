package org.mneme.index;

import java.io.IOException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** A directory whose disk can be full for a while. */
final class FullDisk extends FilterDirectory {

    private volatile boolean full;

    FullDisk(Directory directory) {
        super(directory);
    }

    void setFull(boolean full) {
        this.full = full;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        return super.createOutput(name, context);
    }
}
