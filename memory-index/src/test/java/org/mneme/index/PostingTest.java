package org.mneme.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class PostingTest {

    @Test
    void isTheSameSetSmallAndLarge() {
        Posting posting = new Posting();
        RoaringBitmap expected = new RoaringBitmap();
        for (int i = 0; i < 100; i++) {
            int from = 70_000 * (i / 10) + 10 * i;
            posting.add(from, from + 1 + i % 3);
            expected.add((long) from, from + 1 + i % 3);
            if (i % 4 == 3) {
                posting.remove(from, from + 2);
                expected.remove((long) from, from + 2);
            }
            RoaringBitmap union = new RoaringBitmap();
            posting.addTo(union);
            assertThat(union).isEqualTo(expected);
            assertThat(posting.cardinality()).isEqualTo(expected.getCardinality());
            RoaringBitmap within = RoaringBitmap.bitmapOf(0, from, from + 1);
            assertThat(posting.and(within)).isEqualTo(RoaringBitmap.and(expected, within));
        }
        posting.remove(0, 1_000_000);
        assertThat(posting.isEmpty()).isTrue();
    }
}
