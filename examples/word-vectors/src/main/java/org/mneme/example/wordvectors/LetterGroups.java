package org.mneme.example.wordvectors;

import java.util.Random;

/**
 * Give a direction to a word that no file knows, such as a name: the sum of the directions of its groups of three letters.
 *
 * <p>Words that are written alike are near each other, and all are far from those of the file.
 */
final class LetterGroups {

    private static final int GROUP = 3;

    private LetterGroups() {}

    /** Add the direction of a word, with this length, to a sum. */
    static void addTo(double[] sum, String word, double length) {
        String bordered = "<" + word + ">";
        double[] direction = new double[sum.length];
        for (int start = 0; start + GROUP <= bordered.length(); start++) {
            // specified to the last bit, so that a group has the same direction on every machine
            Random random = new Random(bordered.substring(start, start + GROUP).hashCode());
            for (int i = 0; i < direction.length; i++) {
                direction[i] += random.nextGaussian();
            }
        }
        double squares = 0;
        for (double component : direction) {
            squares += component * component;
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] += length * direction[i] / Math.sqrt(squares);
        }
    }
}
