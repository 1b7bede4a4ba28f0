package org.mneme.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final IntPredicate ANYWHERE = i -> true;

    @Test
    void whatFitsIsOneWindow() {
        assertThat(Window.cover(126, 126, 24, ANYWHERE)).containsExactly(new Window(0, 126));
        assertThat(Window.cover(0, 126, 24, ANYWHERE)).containsExactly(new Window(0, 0));
    }

    @Test
    void aLittleTooMuchBecomesTwoEvenWindows() {
        assertThat(Window.cover(130, 126, 24, ANYWHERE)).containsExactly(new Window(0, 77), new Window(53, 130));
    }

    @Test
    void everyPositionIsCoveredNoWindowIsTooLongAndNeighboursOverlap() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            int length = random.nextInt(3_000);
            int size = 8 + random.nextInt(500);
            int overlap = random.nextInt(size / 4 + 1);
            int every = 1 + random.nextInt(9);
            List<Window> windows = Window.cover(length, size, overlap, i -> i % every == 0);
            assertThat(windows.get(0).start()).isZero();
            assertThat(windows.get(windows.size() - 1).end()).isEqualTo(length);
            assertThat(windows).allMatch(window -> window.length() <= size);
            for (int i = 1; i < windows.size(); i++) {
                assertThat(windows.get(i).start())
                        .isGreaterThan(windows.get(i - 1).start());
                assertThat(windows.get(i).start())
                        .isLessThanOrEqualTo(windows.get(i - 1).end() - overlap);
            }
        }
    }

    @Test
    void aCutMovesBackToAWordAndDividesOneLongerThanHalfTheOverlap() {
        assertThat(Window.cover(30, 20, 4, i -> i == 15)).containsExactly(new Window(0, 15), new Window(11, 30));
        assertThat(Window.cover(30, 20, 4, i -> false)).containsExactly(new Window(0, 17), new Window(13, 30));
    }

    @Test
    void anOverlapOfMoreThanAQuarterIsRefused() {
        assertThatThrownBy(() -> Window.cover(10, 8, 3, ANYWHERE)).isInstanceOf(IllegalArgumentException.class);
    }
}
