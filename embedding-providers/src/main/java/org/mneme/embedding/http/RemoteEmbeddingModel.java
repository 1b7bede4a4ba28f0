package org.mneme.embedding.http;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.embedding.PriorityGate;
import org.mneme.embedding.Texts;
import org.mneme.embedding.UnitVectors;
import org.mneme.embedding.Workers;
import org.mneme.spi.Health;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Embed texts by a service: windows in batches, a few requests at a time, queries first. */
final class RemoteEmbeddingModel implements EmbeddingModel {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteEmbeddingModel.class);

    /** Below every known service's limit for one request, estimates being estimates. */
    private static final int TOKENS_PER_REQUEST = 60_000;

    /** A window of fewer characters that is still too long means that the service refuses for another reason. */
    private static final int SHORTEST_WINDOW = 64;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final String provider;
    private final RemoteOptions options;
    private final ServiceClient client;
    private final Patience patience;
    private final PriorityGate gate;
    private final Workers workers;
    private final AtomicReference<Health> health = new AtomicReference<>(Health.up());
    private final int dimension;

    private RemoteEmbeddingModel(EmbeddingProtocol protocol, RemoteOptions options, Clock clock) {
        this.provider = protocol.id();
        this.options = options;
        this.client = new ServiceClient(protocol, options, clock);
        this.patience = new Patience(options.retryFor(), clock);
        this.gate = new PriorityGate(options.parallelism());
        this.workers = new Workers("mneme-" + provider, options.parallelism());
        this.dimension = options.dimension().orElseGet(this::askDimension);
    }

    /**
     * Open a model; unless its dimension is configured, the service is called once.
     *
     * @throws MemoryException of kind {@code INVALID} if the service refuses what is configured, of kind
     *     {@code UNAVAILABLE} if it cannot be reached
     */
    static EmbeddingModel open(EmbeddingProtocol protocol, RemoteOptions options, Clock clock) {
        return new RemoteEmbeddingModel(protocol, options, clock);
    }

    @Override
    public String modelId() {
        return provider + ":" + options.model();
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        Texts.requireNotBlank(texts);
        List<String> windows = new ArrayList<>();
        int[] ends = new int[texts.size()];
        for (int i = 0; i < ends.length; i++) {
            windows.addAll(TextWindows.of(texts.get(i), options.windowTokens()));
            ends[i] = windows.size();
        }
        List<List<float[]>> vectors = reporting(() -> vectors(windows, purpose));
        List<Embedding> embeddings = new ArrayList<>(ends.length);
        int start = 0;
        for (int end : ends) {
            List<float[]> text =
                    vectors.subList(start, end).stream().flatMap(List::stream).toList();
            embeddings.add(new Embedding(modelId(), purpose == Purpose.QUERY ? List.of(UnitVectors.mean(text)) : text));
            start = end;
        }
        return embeddings;
    }

    /** Report how the last call ended; nothing is sent. */
    @Override
    public Health health() {
        return health.get();
    }

    @Override
    public void close() {
        patience.close();
        client.close();
        if (gate.close()) {
            workers.close();
            health.set(Health.down("the model was closed"));
        }
    }

    /** Return the vectors of each window: one, or several if the service finds the window too long. */
    private List<List<float[]>> vectors(List<String> windows, Purpose purpose) {
        List<List<String>> batches = TextWindows.batches(windows, options.batchSize(), TOKENS_PER_REQUEST);
        List<List<List<float[]>>> answers = new ArrayList<>(Collections.nCopies(batches.size(), List.of()));
        workers.forEach(batches.size(), i -> answers.set(i, batch(batches.get(i), purpose)));
        return answers.stream().flatMap(List::stream).toList();
    }

    private List<List<float[]>> batch(List<String> windows, Purpose purpose) {
        try {
            return call(windows, purpose, dimension).stream().map(List::of).toList();
        } catch (RemoteFailure failure) {
            if (failure.remedy() != RemoteFailure.Remedy.SEND_LESS) {
                throw failure;
            }
            return lessAtOnce(windows, purpose, failure);
        }
    }

    private List<List<float[]>> lessAtOnce(List<String> windows, Purpose purpose, RemoteFailure failure) {
        if (windows.size() > 1) {
            int middle = windows.size() / 2;
            return Stream.of(windows.subList(0, middle), windows.subList(middle, windows.size()))
                    .flatMap(half -> batch(half, purpose).stream())
                    .toList();
        }
        if (windows.get(0).length() < SHORTEST_WINDOW) {
            throw failure;
        }
        return List.of(batch(TextWindows.halves(windows.get(0)), purpose).stream()
                .flatMap(List::stream)
                .toList());
    }

    private List<float[]> call(List<String> windows, Purpose purpose, int expectedDimension) {
        EmbeddingRequest request = new EmbeddingRequest(options.model(), windows, purpose, options.shortenTo());
        return patience.call(() -> {
            gate.enter(purpose);
            try {
                return VectorReader.read(client.vectors(request), windows.size(), expectedDimension);
            } finally {
                gate.leave();
            }
        });
    }

    private int askDimension() {
        try {
            return call(List.of("dimension"), Purpose.MEMORY, 0).get(0).length;
        } catch (RemoteFailure failure) {
            throw failure.option()
                    .map(option -> MemoryException.invalid(option, message(failure)))
                    .orElseGet(() -> unavailable(failure));
        }
    }

    private <T> T reporting(Supplier<T> call) {
        try {
            T result = call.get();
            become(Health.up());
            return result;
        } catch (RemoteFailure failure) {
            become(Health.down(message(failure)));
            throw unavailable(failure);
        }
    }

    /** Log changes only: a service that is away fails every call. */
    private void become(Health now) {
        Health before = health.getAndSet(now);
        if (before.state() == now.state()) {
            return;
        }
        if (now.state() == Health.State.UP) {
            LOG.info(
                    "The embedding service {} at {} answers again",
                    provider,
                    options.url().getAuthority());
            return;
        }
        LOG.warn("{}", now.message());
    }

    private MemoryException unavailable(RemoteFailure failure) {
        return MemoryException.embeddingUnavailable(
                message(failure), failure.retryAfter().orElse(RETRY_AFTER), failure);
    }

    private String message(RemoteFailure failure) {
        return "The embedding service " + provider + " at " + options.url().getAuthority() + " " + failure.getMessage();
    }
}
