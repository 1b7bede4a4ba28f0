package org.mneme.index;

import java.io.IOException;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Do something with many memories while holding a lock only for a few at a time, so that writers get their turn. */
final class Steps {

    private static final int STEP = 256;

    /** Something to do with a memory, named by its head. */
    interface Action {
        void accept(int head) throws IOException;
    }

    private final Object lock;

    Steps(Object lock) {
        this.lock = lock;
    }

    void each(RoaringBitmap heads, Action action) throws IOException {
        IntIterator each = heads.getIntIterator();
        while (each.hasNext()) {
            synchronized (lock) {
                for (int i = 0; i < STEP && each.hasNext(); i++) {
                    action.accept(each.next());
                }
            }
        }
    }
}
