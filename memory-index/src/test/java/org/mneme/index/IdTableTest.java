package org.mneme.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdTableTest {

    @Test
    void answersAsAHashMapDoes() {
        Slots slots = new Slots();
        IdTable table = new IdTable(slots);
        Map<String, Integer> expected = new HashMap<>();
        Random random = new Random(2);
        for (int head = 0; head < 50_000; head++) {
            String id = "m" + random.nextInt(5000);
            if (random.nextInt(3) == 0) {
                Integer before = expected.remove(id);
                assertThat(table.remove(id)).isEqualTo(before == null ? -1 : before);
                continue;
            }
            slots.set(head, 1, new IndexedMemory("w", id, Set.of(), 0, 0, 0), 0);
            Integer before = expected.put(id, head);
            assertThat(table.put(id, head)).isEqualTo(before == null ? -1 : before);
        }
        assertThat(table.size()).isEqualTo(expected.size());
        for (int i = 0; i < 5000; i++) {
            assertThat(table.get("m" + i)).isEqualTo(expected.getOrDefault("m" + i, -1));
        }
    }
}
