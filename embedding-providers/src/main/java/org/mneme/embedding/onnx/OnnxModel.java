package org.mneme.embedding.onnx;

import java.util.Arrays;
import org.mneme.api.MemoryException;

/** Name the models that are shipped, and what each of them needs. */
enum OnnxModel {
    /** BAAI's model for retrieval: the first token's vector stands for the text. */
    BGE_SMALL_EN_V15("bge-small-en-v1.5", "bge-small-en-v1.5-q.onnx", Pooling.FIRST),
    /** The sentence-transformers model: half the cost, weaker recall; the mean of all tokens stands for the text. */
    ALL_MINILM_L6_V2("all-minilm-l6-v2", "all-minilm-l6-v2-q.onnx", Pooling.MEAN);

    /** How the vectors of a text's tokens become the vector of the text. */
    enum Pooling {
        FIRST,
        MEAN
    }

    /** Both models take 512 positions; two of them are the marks at the beginning and the end. */
    static final int MOST_TOKENS = 510;

    /** Both models give vectors of 384 components. */
    static final int DIMENSION = 384;

    private final String optionValue;
    private final String resource;
    private final Pooling pooling;

    OnnxModel(String optionValue, String resource, Pooling pooling) {
        this.optionValue = optionValue;
        this.resource = resource;
        this.pooling = pooling;
    }

    static OnnxModel named(String optionValue) {
        return Arrays.stream(values())
                .filter(model -> model.optionValue.equals(optionValue))
                .findFirst()
                .orElseThrow(() -> MemoryException.invalid("model", "there is no model " + optionValue));
    }

    String optionValue() {
        return optionValue;
    }

    /** Return the file's name at the root of its artifact. */
    String resource() {
        return resource;
    }

    Pooling pooling() {
        return pooling;
    }

    /** Return the id stored with every vector; {@code q} because the weights are quantised, which changes vectors. */
    String modelId() {
        return "onnx:" + optionValue + "-q";
    }
}
