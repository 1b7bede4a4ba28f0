package org.mneme.embedding.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.mneme.api.MemoryException;
import org.mneme.embedding.UnitVectors;

/**
 * Compute the vector of one sequence of tokens on the calling thread.
 *
 * <p>Always one sequence a call, and one thread: in a batch a quantised model scales all its texts together, so that a
 * text's vector would depend on its neighbours, and more threads a call give fewer texts a second.
 */
final class OnnxSession implements AutoCloseable {

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final OrtEnvironment environment;
    private final OrtSession.SessionOptions options;
    private final OrtSession session;
    private final OnnxModel model;

    private OnnxSession(
            OrtEnvironment environment, OrtSession.SessionOptions options, OrtSession session, OnnxModel model) {
        this.environment = environment;
        this.options = options;
        this.session = session;
        this.model = model;
    }

    static OnnxSession open(OnnxModel model, byte[] weights) {
        OrtEnvironment environment = environment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            environment.setTelemetry(false);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            return new OnnxSession(environment, options, environment.createSession(weights, options), model);
        } catch (OrtException e) {
            options.close();
            throw MemoryException.embeddingUnavailable("cannot load " + model.resource(), RETRY, e);
        }
    }

    private static OrtEnvironment environment() {
        try {
            return OrtEnvironment.getEnvironment();
        } catch (LinkageError | IllegalStateException e) {
            // the first attempt of a JVM fails in the runtime's static initialiser, later ones find its class unusable
            throw MemoryException.embeddingUnavailable(
                    "ONNX Runtime does not start on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + " (" + root(e) + "). "
                            + "It comes for Linux (x64, aarch64; glibc), macOS and Windows x64, and unpacks itself into "
                            + System.getProperty("java.io.tmpdir")
                            + ", which must allow execution. Else choose another embedding: mneme.embedding=openai, "
                            + "ollama, cohere or voyage, or hashing, which finds words but not meanings",
                    RETRY,
                    e);
        }
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Return the unit vector of these tokens, the marks at the beginning and the end among them. */
    float[] vector(long[] ids) {
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            put(inputs, "input_ids", ids);
            put(inputs, "attention_mask", ones);
            put(inputs, "token_type_ids", new long[ids.length]);
            try (OrtSession.Result result = session.run(inputs)) {
                OnnxTensor tokens = (OnnxTensor) result.get(0);
                return UnitVectors.normalise(pool(tokens.getFloatBuffer(), ids.length));
            }
        } catch (OrtException | IllegalArgumentException e) {
            throw MemoryException.embeddingUnavailable("the model failed: " + e.getMessage(), RETRY, e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw MemoryException.defect("cannot close " + model.resource(), e);
        } finally {
            options.close();
        }
    }

    private void put(Map<String, OnnxTensor> inputs, String name, long[] values) throws OrtException {
        inputs.put(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, values.length}));
    }

    private float[] pool(FloatBuffer tokens, int count) {
        float[] pooled = new float[OnnxModel.DIMENSION];
        tokens.get(pooled);
        if (model.pooling() == OnnxModel.Pooling.FIRST) {
            return pooled;
        }
        float[] token = new float[OnnxModel.DIMENSION];
        for (int t = 1; t < count; t++) {
            tokens.get(token);
            for (int i = 0; i < token.length; i++) {
                pooled[i] += token[i];
            }
        }
        // a sum has the direction of the mean, and its length is made 1 anyway
        return pooled;
    }
}
