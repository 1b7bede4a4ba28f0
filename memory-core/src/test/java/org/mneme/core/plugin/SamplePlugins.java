package org.mneme.core.plugin;

import org.mneme.spi.embedding.EmbeddingProvider;
import org.mneme.spi.extractor.ExtractorProvider;
import org.mneme.spi.notifier.NotifierProvider;
import org.mneme.spi.storage.StorageProvider;

/** The plugins that the tests put into jars, in their sources. */
public final class SamplePlugins {

    /** Where the embedding plugin is. */
    public static final String EMBEDDING = "com.acme.vectors.Vectors";

    /** Where the notifier plugin is. */
    public static final String NOTIFIER = "com.acme.notes.Notes";

    private static final String FAITHFUL = """
                    double square = 0;
                    for (int i = 0; i < vector.length; i++) {
                        vector[i] = ((text.hashCode() >> i) & 15) + 1;
                        square += vector[i] * vector[i];
                    }
                    for (int i = 0; i < vector.length; i++) {
                        vector[i] /= (float) Math.sqrt(square);
                    }
            """;

    private SamplePlugins() {}

    /** Make an embedding plugin {@code vectors} of 8 dimensions, whose version changes nothing but its classes. */
    public static JarMaker embedding(String version) {
        return embedding("acme:vectors", 8, version, "", FAITHFUL);
    }

    /** Make an embedding plugin of another model. */
    public static JarMaker embedding(String model, int dimension) {
        return embedding(model, dimension, "1", "", FAITHFUL);
    }

    /** Make an embedding plugin that does this with each vector, an array that is still full of zeros. */
    public static JarMaker lyingEmbedding(String statements) {
        return embedding("acme:vectors", 8, "1", "", statements);
    }

    /** Make an embedding plugin that does this before it embeds anything, with the texts at hand. */
    public static JarMaker embeddingThat(String statements) {
        return embedding("acme:vectors", 8, "1", statements, FAITHFUL);
    }

    private static JarMaker embedding(String model, int dimension, String version, String before, String statements) {
        return JarMaker.plugin("vectors")
                .provides(EmbeddingProvider.class, EMBEDDING)
                .source(EMBEDDING, """
                package com.acme.vectors;
                import java.util.*;
                import org.mneme.api.*;
                import org.mneme.spi.*;
                import org.mneme.spi.embedding.*;
                public class Vectors implements EmbeddingProvider {
                    static final String VERSION = "%3$s";
                    public String id() { return "vectors"; }
                    public List<Option> options() {
                        return List.of(Option.of("key", Option.Type.STRING, "a secret").asSecret());
                    }
                    public EmbeddingModel open(PluginContext context) { return new Model(); }
                    static final class Model implements EmbeddingModel {
                        private volatile boolean closed;
                        public String modelId() { return "%1$s"; }
                        public int dimension() { return %2$d; }
                        public List<Embedding> embed(List<String> texts, Purpose purpose) {
                            %4$s
                            List<Embedding> all = new ArrayList<>();
                            for (String text : texts) {
                                if (closed) { throw new IllegalStateException("embedding after close"); }
                                float[] vector = new float[dimension()];
                                %5$s
                                all.add(new Embedding(modelId(), List.of(vector)));
                            }
                            return all;
                        }
                        public Health health() { return new Health(Health.State.UP, VERSION, Map.of()); }
                        public void close() { closed = true; }
                    }
                }
                """.formatted(model, dimension, version, before, statements));
    }

    /** Make a notifier plugin {@code notes}, which writes events to the file that an address such as {@code notes:x} names. */
    public static JarMaker notifier(String version) {
        return JarMaker.plugin("notes")
                .provides(NotifierProvider.class, NOTIFIER)
                .source(NOTIFIER, """
                package com.acme.notes;
                import java.io.IOException;
                import java.nio.file.*;
                import java.util.*;
                import org.mneme.spi.*;
                import org.mneme.spi.notifier.*;
                public class Notes implements NotifierProvider {
                    static final String VERSION = "%s";
                    public String id() { return "notes"; }
                    public Notifier open(PluginContext context) { return new Channel(context.dataDirectory()); }
                    static final class Channel implements Notifier {
                        private final Path directory;
                        private volatile boolean closed;
                        Channel(Path directory) { this.directory = directory; }
                        public void check(String address) {}
                        public DeliveryResult deliver(Notification event) {
                            if (closed) { throw new IllegalStateException("a delivery after close"); }
                            Path file = directory.resolve(event.address().substring("notes:".length()));
                            try {
                                Files.writeString(file, event.id() + "\\n",
                                        StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                            } catch (IOException e) {
                                return DeliveryResult.failed(e.toString());
                            }
                            return DeliveryResult.delivered(Optional.empty());
                        }
                        public Health health() { return new Health(Health.State.UP, VERSION, Map.of()); }
                        public void close() { closed = true; }
                    }
                }
                """.formatted(version));
    }

    /** Make an extractor plugin {@code words} whose extractions have this note. */
    public static JarMaker extractor(String note) {
        return JarMaker.plugin("words")
                .provides(ExtractorProvider.class, "com.acme.words.Words")
                .source("com.acme.words.Words", """
                package com.acme.words;
                import java.util.*;
                import org.mneme.spi.*;
                import org.mneme.spi.extractor.*;
                public class Words implements ExtractorProvider {
                    public String id() { return "words"; }
                    public Extractor open(PluginContext context) {
                        return new Extractor() {
                            public Extraction extract(Conversation said) {
                                return new Extraction(List.of(), "words", Optional.of("%s"));
                            }
                            public void close() {}
                        };
                    }
                }
                """.formatted(note));
    }

    /** Make a storage plugin {@code shelf} that opens nothing. */
    public static JarMaker storage(String version) {
        return JarMaker.plugin("shelf")
                .provides(StorageProvider.class, "com.acme.shelf.Shelf")
                .source("com.acme.shelf.Shelf", """
                package com.acme.shelf;
                import org.mneme.spi.*;
                import org.mneme.spi.storage.*;
                public class Shelf implements StorageProvider {
                    static final String VERSION = "%s";
                    public String id() { return "shelf"; }
                    public Storage open(PluginContext context) { throw new UnsupportedOperationException(); }
                }
                """.formatted(version));
    }

    /** Make a notifier plugin whose provider has these members; {@code Greeting} is a library class in the jar. */
    public static JarMaker notifierWith(String id, String members) {
        return JarMaker.plugin(id)
                .provides(NotifierProvider.class, "com.acme.Given")
                .source("org.greeting.Greeting", """
                package org.greeting;
                public class Greeting { public static String text() { return "hello"; } }
                """)
                .source("com.acme.Given", """
                package com.acme;
                import java.util.*;
                import org.mneme.spi.*;
                import org.mneme.spi.notifier.*;
                public class Given implements NotifierProvider {
                    public String id() { return "%s"; }
                    public Notifier open(PluginContext context) { return new Silent(); }
                    %s
                    static class Silent implements Notifier {
                        public void check(String address) {}
                        public DeliveryResult deliver(Notification event) {
                            return DeliveryResult.delivered(Optional.empty());
                        }
                        public void close() {}
                    }
                }
                """.formatted(id, members));
    }
}
