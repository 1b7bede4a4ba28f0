package ${package};

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.api.MemoryException;
import org.mneme.spi.embedding.EmbeddingProvider;
import org.mneme.tck.TckContext;
import org.mneme.tck.embedding.EmbeddingContract;

/** The whole contract of an embedding, and below it what only this one promises. */
class WordsEmbeddingTest extends EmbeddingContract {

    @Override
    protected EmbeddingProvider provider() {
        return new WordsEmbeddingProvider();
    }

    @Test
    void aDimensionThatIsTooSmallIsRefused() {
        TckContext context =
                TckContext.of(provider(), Map.of("dimension", "3"), Clock.systemUTC(), Path.of("target"));

        assertThatThrownBy(() -> provider().open(context))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("dimension must be 64 to 4096, not 3");
    }
}
