package org.mneme.embedding.onnx;

import java.util.List;
import org.mneme.api.MemoryException;
import org.mneme.spi.Option;
import org.mneme.spi.Options;

/**
 * Hold what an operator may set.
 *
 * @param model which of the shipped models
 * @param parallelism how many texts are computed at once, at least 1
 * @param windowTokens the most tokens of a text that share one vector, without the two marks
 */
record OnnxOptions(OnnxModel model, int parallelism, int windowTokens) {

    private static final String PARALLELISM = "parallelism";
    private static final String WINDOW_TOKENS = "window-tokens";

    OnnxOptions {
        requireRange(PARALLELISM, parallelism, 1, 1_024);
        requireRange(WINDOW_TOKENS, windowTokens, 16, OnnxModel.MOST_TOKENS);
    }

    static List<Option> declared() {
        return List.of(
                Option.of(
                                "model",
                                Option.Type.STRING,
                                "Which model to run; vectors of one cannot be compared with those of the other.")
                        .withDefault(OnnxModel.BGE_SMALL_EN_V15.optionValue())
                        .oneOf(OnnxModel.BGE_SMALL_EN_V15.optionValue(), OnnxModel.ALL_MINILM_L6_V2.optionValue()),
                Option.of(
                        PARALLELISM,
                        Option.Type.INTEGER,
                        "How many texts are computed at the same time, each on one core; by default the number of processors."),
                Option.of(
                                WINDOW_TOKENS,
                                Option.Type.INTEGER,
                                "The most tokens of a text that share one vector, 16 to 510; a longer text gets a vector for each window.")
                        .withDefault("126"));
    }

    static OnnxOptions from(Options options) {
        int parallelism = options.find(PARALLELISM).isPresent()
                ? options.getInt(PARALLELISM)
                : Runtime.getRuntime().availableProcessors();
        return new OnnxOptions(OnnxModel.named(options.getString("model")), parallelism, options.getInt(WINDOW_TOKENS));
    }

    /** Return how many tokens a window shares with the next: about a sentence, but never more than a fifth. */
    int overlapTokens() {
        return Math.min(24, windowTokens / 5);
    }

    private static void requireRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw MemoryException.invalid(name, name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
