package org.mneme.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;
import org.mneme.spi.embedding.Purpose;
import org.mneme.tck.TckContext;

class OnnxLifecycleTest {

    private static final String TEXT = "the same text in every life";

    /** Opens, embeds and closes; loaded by name into loaders of its own. */
    public static final class OneLife implements Supplier<float[]> {

        @Override
        public float[] get() {
            OnnxEmbeddingProvider provider = new OnnxEmbeddingProvider();
            try (EmbeddingModel model = provider.open(TckContext.of(provider, Map.of()))) {
                return model.embed(List.of(TEXT), Purpose.MEMORY).get(0).single();
            }
        }
    }

    @Test
    void aModelOpensAndClosesManyTimes() {
        float[] first = new OneLife().get();
        for (int life = 1; life < 16; life++) {
            assertThat(new OneLife().get()).containsExactly(first);
        }
    }

    @Test
    void twoClassLoadersInOneProcessEachHaveTheirOwn() throws Exception {
        float[] expected = new OneLife().get();
        for (int deployment = 0; deployment < 2; deployment++) {
            try (URLClassLoader loader = isolated()) {
                Class<?> life = loader.loadClass(OneLife.class.getName());
                assertThat(life).isNotEqualTo(OneLife.class);
                assertThat(live(life)).containsExactly(expected);
            }
        }
    }

    @Test
    void twoDeploymentsRunAtTheSameTime() throws Exception {
        float[] expected = new OneLife().get();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (URLClassLoader one = isolated();
                URLClassLoader other = isolated()) {
            List<Future<float[]>> lives = threads.invokeAll(List.of(
                    () -> live(one.loadClass(OneLife.class.getName())),
                    () -> live(other.loadClass(OneLife.class.getName()))));
            for (Future<float[]> life : lives) {
                assertThat(life.get()).containsExactly(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theThreadsContextLoaderPlaysNoPart() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(null);
        try {
            assertThat(new OneLife().get()).hasSize(384);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aPlatformWithoutABinaryIsToldSoEveryTime() throws Exception {
        String architecture = System.getProperty("os.arch");
        try (URLClassLoader loader = isolated()) {
            Class<?> life = loader.loadClass(OneLife.class.getName());
            System.setProperty("os.arch", "sparc");
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> live(life))
                        .hasMessageContaining("ONNX Runtime does not start on")
                        .hasMessageContaining("sparc")
                        .hasMessageContaining("mneme.embedding=");
            }
        } finally {
            System.setProperty("os.arch", architecture);
        }
    }

    @Test
    void aClosedModelRefusesAndCloseWaitsForWhatIsUnderWay() throws Exception {
        OnnxEmbeddingProvider provider = new OnnxEmbeddingProvider();
        EmbeddingModel model = provider.open(TckContext.of(provider, Map.of()));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> busy = List.of(
                    threads.submit(() -> embedUntilClosed(model)),
                    threads.submit(() -> embedUntilClosed(model)),
                    threads.submit(() -> embedUntilClosed(model)));
            model.embed(List.of(TEXT), Purpose.MEMORY);
            model.close();
            for (Future<?> user : busy) {
                user.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(model.health().state()).isEqualTo(Health.State.DOWN);
        model.close();
    }

    private static void embedUntilClosed(EmbeddingModel model) {
        String text = "a text that keeps a core busy for a moment ".repeat(10);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        model.embed(List.of(text), Purpose.MEMORY);
                    }
                })
                .isInstanceOfSatisfying(MemoryException.class, e -> {
                    assertThat(e.kind()).isEqualTo(MemoryException.Kind.UNAVAILABLE);
                    assertThat(e.code()).isEqualTo("embedding_unavailable");
                });
    }

    @Test
    void theProviderIsFoundAsAService() {
        assertThat(ServiceLoader.load(EmbeddingProvider.class, OnnxEmbeddingProvider.class.getClassLoader()))
                .extracting(EmbeddingProvider::id)
                .contains("onnx", "hashing")
                .doesNotHaveDuplicates();
    }

    private static float[] live(Class<?> life) throws ReflectiveOperationException {
        return (float[]) ((Supplier<?>) life.getDeclaredConstructor().newInstance()).get();
    }

    /** Return a loader that shares nothing with this one but the JDK, as two applications on one server do. */
    private static URLClassLoader isolated() {
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(OnnxLifecycleTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
