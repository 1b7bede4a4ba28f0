package org.mneme.war.xtrace;

import java.util.List;

/** A page of memories in XTrace's envelope. */
record ListAnswer(String object, List<XtraceMemory> data, boolean hasMore, String nextCursor) {

    static ListAnswer of(List<XtraceMemory> data, String nextCursor) {
        return new ListAnswer("list", data, nextCursor != null, nextCursor);
    }
}
