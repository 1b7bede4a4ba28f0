package org.mneme.storage.jpa;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Write the windows of an embedding into one value, little-endian floats one behind the other, and read them back. */
final class VectorBytes {

    private VectorBytes() {}

    static byte[] of(List<float[]> windows) {
        int dimension = windows.get(0).length;
        ByteBuffer bytes =
                ByteBuffer.allocate(windows.size() * dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] window : windows) {
            bytes.asFloatBuffer().put(window);
            bytes.position(bytes.position() + dimension * Float.BYTES);
        }
        return bytes.array();
    }

    static List<float[]> windows(byte[] bytes, int dimension) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<float[]> windows = new ArrayList<>(bytes.length / (dimension * Float.BYTES));
        for (int at = 0; at < bytes.length; at += dimension * Float.BYTES) {
            float[] window = new float[dimension];
            buffer.position(at);
            buffer.asFloatBuffer().get(window);
            windows.add(window);
        }
        return windows;
    }
}
