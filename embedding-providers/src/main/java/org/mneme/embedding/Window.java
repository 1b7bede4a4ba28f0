package org.mneme.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Name one stretch of a longer sequence, be it of tokens, words or characters.
 *
 * @param start the first position
 * @param end the position after the last
 */
public record Window(int start, int end) {

    public Window {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a window: " + start + " to " + end);
        }
    }

    /**
     * Cover a sequence with windows of nearly equal length that overlap, so that what one cut divides is whole in the
     * next window.
     *
     * <p>A cut moves back to the nearest position where a window may begin, but by no more than half of the overlap: a
     * word is divided only if it is longer than that.
     *
     * @param length the length of the sequence; a sequence of length 0 is one empty window
     * @param size the most a window may hold
     * @param overlap how much of a window the next one repeats, at least; at most a quarter of the size
     * @param boundary says whether a window may begin at a position
     * @return windows in order, which together cover every position
     */
    public static List<Window> cover(int length, int size, int overlap, IntPredicate boundary) {
        if (size < 1 || overlap < 0 || overlap * 4 > size) {
            throw new IllegalArgumentException("windows of " + size + " cannot overlap by " + overlap);
        }
        List<Window> windows = new ArrayList<>();
        int even = evenSize(length, size, overlap);
        int start = 0;
        while (length - start > size) {
            int end = boundaryBefore(start + even, overlap / 2, boundary);
            windows.add(new Window(start, end));
            start = boundaryBefore(end - overlap, overlap / 2, boundary);
        }
        windows.add(new Window(start, length));
        return windows;
    }

    /** Return how many positions the window holds. */
    public int length() {
        return end - start;
    }

    private static int evenSize(int length, int size, int overlap) {
        int fresh = size - overlap;
        int count = Math.max(1, (length - overlap + fresh - 1) / fresh);
        return Math.min(size, (length + (count - 1) * overlap + count - 1) / count);
    }

    private static int boundaryBefore(int position, int reach, IntPredicate boundary) {
        for (int candidate = position; candidate >= position - reach && candidate > 0; candidate--) {
            if (boundary.test(candidate)) {
                return candidate;
            }
        }
        return position;
    }
}
