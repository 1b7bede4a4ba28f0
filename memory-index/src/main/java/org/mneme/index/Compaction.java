package org.mneme.index;

import java.io.IOException;
import org.roaringbitmap.RoaringBitmap;

/**
 * Copy what is alive from one generation to the next: most of it while changes go on, then, with all changes held, what
 * came and went meanwhile. Nothing may be erased in the old generation until it is done.
 */
final class Compaction {

    private final Generation from;
    private final Generation to;
    private final RoaringBitmap copied;

    Compaction(Generation from, Generation to) {
        this.from = from;
        this.to = to;
        this.copied = heads(from);
    }

    private static RoaringBitmap heads(Generation generation) {
        RoaringBitmap heads = new RoaringBitmap();
        for (int ordinal : generation.live()) {
            if (generation.slots.head(ordinal) == ordinal) {
                heads.add(ordinal);
            }
        }
        return heads;
    }

    /** Copy what was alive at the beginning. */
    void copy(Steps steps) throws IOException {
        steps.each(copied, head -> to.copy(from, head));
        to.publish();
        to.force();
    }

    /** Copy what has come since and remove what has gone; no change may happen during and after this. */
    void catchUp() throws IOException {
        RoaringBitmap live = heads(from);
        for (int head : RoaringBitmap.andNot(copied, live)) {
            to.removeCopy(from, head);
        }
        for (int head : RoaringBitmap.andNot(live, copied)) {
            to.copy(from, head);
        }
    }
}
