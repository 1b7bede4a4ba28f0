package org.mneme.spi.storage;

import java.util.List;
import org.mneme.api.Memory;

/**
 * Hold one page of a list.
 *
 * @param memories the entries, in the order asked for
 * @param total how many there are over all pages
 */
public record MemoryPage(List<Memory> memories, long total) {
    public MemoryPage {
        memories = List.copyOf(memories);
    }
}
