package org.mneme.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mneme.api.Attribute;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.core.plugin.Plugins;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Search;
import org.mneme.spi.storage.Storage;

/** Keep memories in a storage plugin, called as the engine calls it. */
final class PluginStorage implements SearchedStorage {

    private static final Scope WORKSPACE = Scope.of("ws_bench");
    /** From which cosine on memories are compared by the server. */
    private static final double FLOOR = 0.85;

    private final String name;
    private final Plugins plugins;
    private final Storage storage;
    private final EmbeddingSpaces.Space space;
    private final Corpus corpus;

    PluginStorage(String id, Path directory, Map<String, String> options, EmbeddingSpaces.Space space, Corpus corpus) {
        this.name = "storage-" + id;
        this.plugins = Parts.on(directory, id, options);
        this.storage = plugins.openStorage();
        this.space = space;
        this.corpus = corpus;
        storage.embeddingSpaces().activate(space);
    }

    @Override
    public String name() {
        return name;
    }

    private Memory memory(int number) {
        Scope place =
                WORKSPACE.with(Attribute.NAMESPACE, Corpus.namespace(number)).with(Attribute.PROJECT, "default");
        return Memory.builder(
                        Preload.id(number),
                        place,
                        Texts.memory(number),
                        Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .tags(List.of(Corpus.tag(number)))
                .build();
    }

    private MemoryWrite write(int number) {
        return new MemoryWrite(
                memory(number), Optional.of(corpus.embedding(space.model(), number)), List.of(), Optional.empty());
    }

    @Override
    public void fill(int from, int until) {
        storage.memories()
                .write(
                        WORKSPACE,
                        IntStream.range(from, until).mapToObj(this::write).toList());
    }

    @Override
    public void store(int number) {
        fill(number, number + 1);
    }

    @Override
    public void storeUnlessKnown(int number) {
        MemoryWrite write = write(number);
        Reconciliation reconciliation = new Reconciliation(
                write.memory().scope(), FLOOR, 10, neighbours -> new Reconciliation.Decision.Insert());
        storage.memories()
                .write(
                        WORKSPACE,
                        List.of(new MemoryWrite(
                                write.memory(), write.embedding(), List.of(), Optional.of(reconciliation))));
    }

    @Override
    public List<String> search(float[] vector, String text, String namespace, String tag) {
        Scope where = namespace == null ? WORKSPACE : WORKSPACE.with(Attribute.NAMESPACE, namespace);
        Filter filter = tag == null ? Filter.all() : new Filter.Tagged(tag);
        Search search = new Search(
                Optional.of(new Embedding(space.model(), List.of(vector))), Optional.ofNullable(text), filter, 10, -1);
        return storage.memories().search(where, search).hits().stream()
                .limit(10)
                .map(hit -> hit.memory().id())
                .toList();
    }

    @Override
    public void close() {
        plugins.close();
    }
}
