package org.mneme.core;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mneme.api.Scope;
import org.mneme.core.agent.AgentModelService;
import org.mneme.core.agent.AgentService;
import org.mneme.core.agent.ContextBundler;
import org.mneme.core.config.Binder;
import org.mneme.core.config.ConfigurationException;
import org.mneme.core.config.Problem;
import org.mneme.core.delivery.DeliveryService;
import org.mneme.core.embedding.Embedder;
import org.mneme.core.idempotency.IdempotencyService;
import org.mneme.core.ingest.IngestService;
import org.mneme.core.ingest.Overlay;
import org.mneme.core.job.JobEngine;
import org.mneme.core.memory.MemoryService;
import org.mneme.core.migration.MigrationService;
import org.mneme.core.migration.ReadOnlyGate;
import org.mneme.core.plugin.PluginCatalog;
import org.mneme.core.plugin.PluginChange;
import org.mneme.core.plugin.PluginDirectory;
import org.mneme.core.plugin.PluginKind;
import org.mneme.core.plugin.PluginOptions;
import org.mneme.core.plugin.PluginStatus;
import org.mneme.core.plugin.Plugins;
import org.mneme.core.recall.RecallService;
import org.mneme.core.reembed.ReembedService;
import org.mneme.core.statement.StatementReconciler;
import org.mneme.core.watch.DeliveryPlanner;
import org.mneme.core.webhook.WebhookService;
import org.mneme.core.workspace.Caller;
import org.mneme.core.workspace.KeyService;
import org.mneme.core.workspace.Plans;
import org.mneme.core.workspace.RateLimiter;
import org.mneme.core.workspace.UsageMeter;
import org.mneme.core.workspace.WorkspaceService;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.Storage;

/** Put the services together on one storage and one embedding model; open once in a server, closed with it. */
public final class Engine implements AutoCloseable {

    /**
     * Say what an engine runs in.
     *
     * @param binder holds the configuration; may already hold problems found elsewhere
     * @param catalog the plugins there are
     * @param clock tells the time
     * @param dataDirectory where plugins and the engine keep files
     * @param scheduler runs what must be done now and then; not shut down by the engine
     * @param workers runs background jobs and deliveries, some forty at once; not shut down by the engine
     */
    public record Environment(
            Binder binder,
            PluginCatalog catalog,
            Clock clock,
            Path dataDirectory,
            ScheduledExecutorService scheduler,
            Executor workers) {}

    private static final String REMEDY =
            "configure the former model as mneme.embedding; to change to the new one, give it as mneme.reembed.embedding,"
                    + " start, and send POST /admin/v1/reembed: see docs/reembed.md";
    private static final String CHANNELS = "mneme.webhooks.channels";

    private final Plugins plugins;
    private final Storage storage;
    private final Plans plans;
    private final MemoryService memories;
    private final RecallService recall;
    private final WorkspaceService workspaces;
    private final KeyService keys;
    private final RateLimiter rateLimiter;
    private final UsageMeter usage;
    private final IngestService ingest;
    private final JobEngine jobs;
    private final AgentService agents;
    private final AgentModelService agentModels;
    private final ContextBundler contexts;
    private final IdempotencyService idempotency;
    private final Outbound outbound;
    private final Maintenance maintenance;
    private final ReembedService reembedding;
    private final MigrationService migrations;
    private final FirstStart.Report firstStart;
    private final String startWorkspace;
    private final Clock clock;

    private Engine(Environment environment, EngineOptions options, Plugins plugins) {
        this.plugins = plugins;
        this.clock = environment.clock();
        Storage opened = plugins.openStorage();
        ReadOnlyGate gate = new ReadOnlyGate();
        this.storage = gate.guard(opened);
        Embedder embedder = openEmbedder(plugins, storage.embeddingSpaces(), options.queryCache());
        this.outbound = new Outbound(options.outbound(), plugins, storage, embedder, environment);
        DeliveryPlanner deliveries = outbound.planner();
        this.plans = options.plans();
        this.memories = new MemoryService(storage.memories(), embedder, deliveries, clock);
        this.recall = new RecallService(storage.memories(), embedder);
        this.workspaces = new WorkspaceService(storage.workspaces(), storage.memories(), plans, clock);
        this.keys = new KeyService(storage.workspaces(), plans, clock);
        this.rateLimiter = new RateLimiter(clock);
        this.usage = new UsageMeter(storage.workspaces(), clock);
        this.ingest =
                new IngestService(plugins.openExtractor(), embedder, memories, deliveries, StatementReconciler::of);
        this.jobs = new JobEngine(
                storage.jobs(),
                List.of(ingest.handler()),
                options.jobs(),
                environment.workers(),
                environment.scheduler(),
                clock);
        this.agents = new AgentService(storage.agents(), ingest, jobs, clock);
        this.agentModels = new AgentModelService(memories, ingest);
        this.contexts = new ContextBundler(storage.agents(), recall, this::overlay, clock);
        this.idempotency = new IdempotencyService(storage.idempotency(), clock);
        this.startWorkspace = options.bootstrap().workspaceId().orElse(FirstStart.DEFAULT_WORKSPACE);
        this.firstStart = new FirstStart(workspaces, keys, environment.dataDirectory()).run(options.bootstrap());
        this.maintenance = new Maintenance(storage, keys, usage, environment.scheduler(), clock);
        this.reembedding = new ReembedService(
                storage.embeddingSpaces(), embedder, options.reembed(), environment.workers(), environment.scheduler());
        this.migrations = new MigrationService(
                opened,
                plugins::openTarget,
                options.migration(),
                gate,
                new MigrationService.Environment(
                        options.jobs(), environment.workers(), environment.scheduler(), clock));
        plugins.log();
        plugins.watch(environment.scheduler(), environment.workers());
    }

    /**
     * Open everything the configuration names.
     *
     * @throws ConfigurationException with every problem of the configuration, before anything is opened
     * @throws org.mneme.api.MemoryException if a plugin cannot be opened now
     */
    public static Engine open(Environment environment) {
        Binder binder = environment.binder();
        PluginDirectory directory =
                PluginDirectory.load(PluginOptions.bind(binder), environment.catalog(), environment.dataDirectory());
        Set<String> notifiers = Stream.concat(environment.catalog().found().stream(), directory.found())
                .filter(found -> found.kind() == PluginKind.NOTIFIER)
                .map(PluginCatalog.Found::id)
                .collect(Collectors.toSet());
        EngineOptions options = EngineOptions.bind(binder, notifiers);
        if (binder.isWrong(CHANNELS)) {
            directory
                    .faults()
                    .forEach(fault -> binder.report(
                            CHANNELS, "the notifier may be in a jar that cannot be used: " + fault, "mend the jar"));
        }
        Map<PluginKind, String> choices = Map.of(
                PluginKind.STORAGE, options.storage(),
                PluginKind.EMBEDDING, options.embedding(),
                PluginKind.EXTRACTOR, options.extractor());
        Plugins plugins = Plugins.select(
                environment.catalog(), directory, choices, binder, environment.clock(), environment.dataDirectory());
        plugins.chooseNext(options.reembed().embedding());
        plugins.chooseTarget(options.migration().storage());
        try {
            binder.reportUnknown();
            binder.stopIfWrong();
            return new Engine(environment, options, plugins);
        } catch (RuntimeException | LinkageError e) {
            plugins.close();
            throw e;
        }
    }

    /** Open the configured model and the one to change to, and use the one that made the stored vectors. */
    private static Embedder openEmbedder(Plugins plugins, EmbeddingSpaces spaces, int queryCache) {
        List<EmbeddingModel> models = new ArrayList<>(List.of(plugins.openEmbedding()));
        plugins.openNextEmbedding().ifPresent(models::add);
        Embedder embedder = new Embedder(models, queryCache, spaces::active);
        List<EmbeddingSpaces.Space> open = embedder.spaces();
        if (open.stream().map(EmbeddingSpaces.Space::model).distinct().count() < open.size()) {
            throw new ConfigurationException(List.of(new Problem(
                    "mneme.reembed.embedding",
                    "is the model in use, " + open.get(0).model(),
                    "give the options of another below mneme.reembed.embedding.<plugin>., or remove it")));
        }
        Optional<EmbeddingSpaces.Space> active = spaces.active();
        if (active.isPresent() && !open.contains(active.get())) {
            throw new ConfigurationException(
                    List.of(new Problem("mneme.embedding", mismatch(active.get(), open), REMEDY)));
        }
        if (active.isEmpty()) {
            // only then: another server may switch just now, and this one would switch back
            spaces.activate(embedder.space());
        }
        embedder.follow();
        return embedder;
    }

    private static String mismatch(EmbeddingSpaces.Space active, List<EmbeddingSpaces.Space> open) {
        return "the stored vectors were made by " + described(active) + ", the configured model is "
                + open.stream().map(Engine::described).collect(Collectors.joining(", the one to change to "))
                + "; vectors of different models cannot be compared, and nothing was changed";
    }

    private static String described(EmbeddingSpaces.Space space) {
        return space.model() + " (" + space.dimension() + " dimensions)";
    }

    /** Return the service that changes from one embedding model to another. */
    public ReembedService reembedding() {
        return reembedding;
    }

    /** Return the service that moves workspaces to another storage. */
    public MigrationService migrations() {
        return migrations;
    }

    /** Return the service that stores, reads and forgets memories. */
    public MemoryService memories() {
        return memories;
    }

    /** Return the service that finds memories. */
    public RecallService recall() {
        return recall;
    }

    /** Return the service that turns conversations and lists into memories. */
    public IngestService ingest() {
        return ingest;
    }

    /** Return the engine of background jobs. */
    public JobEngine jobs() {
        return jobs;
    }

    /** Take the overlay of a scope: what was accepted and is not stored yet. */
    public Overlay overlay(Scope scope) {
        return Overlay.of(storage.jobs(), scope);
    }

    /** Return the service of agent events and handoffs. */
    public AgentService agents() {
        return agents;
    }

    /** Return the service of what agents are. */
    public AgentModelService agentModels() {
        return agentModels;
    }

    /** Return what puts together what an agent should know. */
    public ContextBundler contexts() {
        return contexts;
    }

    /** Return what runs a request once for each idempotency key. */
    public IdempotencyService idempotency() {
        return idempotency;
    }

    /** Return the service of webhooks. */
    public WebhookService webhooks() {
        return outbound.webhooks();
    }

    /** Return the service that delivers events and knows what became of them. */
    public DeliveryService deliveries() {
        return outbound.deliveries();
    }

    /** Return the service of workspaces. */
    public WorkspaceService workspaces() {
        return workspaces;
    }

    /** Return the service of API keys. */
    public KeyService keys() {
        return keys;
    }

    /**
     * Return a caller who has shown no key and sees one workspace.
     *
     * @param workspace the id of the workspace; empty for the one the server made or took over at its start
     * @throws org.mneme.api.MemoryException of kind {@code UNAUTHORIZED} if there is no such workspace
     */
    public Caller keyless(Optional<String> workspace) {
        return keys.keyless(workspace.orElse(startWorkspace));
    }

    /** Return the plans. */
    public Plans plans() {
        return plans;
    }

    /** Return the counter of requests a minute. */
    public RateLimiter rateLimiter() {
        return rateLimiter;
    }

    /** Return the counter of operations a month. */
    public UsageMeter usage() {
        return usage;
    }

    /** Return the only clock to ask for the time. */
    public Clock clock() {
        return clock;
    }

    /** Return what the first start made, for the log. */
    public FirstStart.Report firstStart() {
        return firstStart;
    }

    /** Show every plugin found, and every jar of the plugin directory that cannot be used. */
    public List<PluginStatus> plugins() {
        return plugins.status();
    }

    /** Look at the plugin directory again; what has changed takes effect before this returns. */
    public List<PluginChange> reloadPlugins() {
        return plugins.reload();
    }

    /**
     * Show the plugin in use of a kind of which one is selected.
     *
     * @throws IllegalArgumentException if the kind is not one of those
     */
    public PluginStatus plugin(PluginKind kind) {
        return plugins.status(kind);
    }

    @Override
    public void close() {
        reembedding.close();
        migrations.close();
        jobs.close();
        outbound.close();
        maintenance.close();
        plugins.close();
    }
}
