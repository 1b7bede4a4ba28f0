package org.mneme.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mneme.index.IndexChange;
import org.mneme.index.IndexFilter;
import org.mneme.index.IndexHit;
import org.mneme.index.IndexQuery;
import org.mneme.index.IndexRebuild;
import org.mneme.index.IndexedMemory;
import org.mneme.index.LuceneTextIndex;

/** The server's own text index, called without the server: BM25 alone, each conversation a workspace. */
final class WordsAlone implements AutoCloseable {

    private static final long NOW = 1;

    private final LuceneTextIndex index;

    WordsAlone(Path directory, List<LocomoData.Turn> turns) {
        this.index = LuceneTextIndex.open(directory, "bench");
        Map<String, Long> clocks = new HashMap<>();
        try (IndexRebuild rebuild = index.rebuild()) {
            for (LocomoData.Turn turn : turns) {
                IndexedMemory memory =
                        new IndexedMemory(workspace(turn.conversation()), turn.id(), Set.of(), NOW, NOW, 0);
                rebuild.add(new IndexChange.Put(memory, turn.content(), List.of()));
                clocks.put(memory.workspace(), 1L);
            }
            rebuild.complete(clocks);
        }
    }

    private static String workspace(int conversation) {
        return "ws_" + conversation;
    }

    /** Return the ids of the turns found, best first. */
    List<String> search(int conversation, String text, int limit) {
        IndexQuery query = new IndexQuery(workspace(conversation), IndexFilter.all(), NOW, limit, IndexQuery.ANY_SCORE);
        return index.search(text, query).stream().map(IndexHit::id).toList();
    }

    @Override
    public void close() {
        index.close();
    }
}
