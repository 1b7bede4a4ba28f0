package org.mneme.war.retaindb;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.mneme.api.ContentHash;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.core.Engine;
import org.mneme.core.idempotency.IdempotencyService.Replayed;
import org.mneme.core.idempotency.IdempotencyService.Work;
import org.mneme.core.ingest.Overlay;
import org.mneme.core.workspace.Caller;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.war.call.Call;
import org.mneme.war.dialect.DialectDecision;
import org.mneme.war.http.Failures;
import org.mneme.war.json.Json;
import org.mneme.war.json.JsonBody;

/** Do what every route of this dialect does alike: who asks, which project, which trace, and once for each idempotency key. */
@Dependent
public class Exchange {

    /** What a write is answered with, and the ids of the memories whose content the answer holds. */
    record Outcome(int status, Object body, List<String> memories) {
        static Outcome of(int status, Object body) {
            return new Outcome(status, body, List.of());
        }
    }

    private static final String KEY_HEADER = "Idempotency-Key";
    private static final String REPLAY_HEADER = "x-idempotency-replay";

    @Inject
    private Engine engine;

    @Inject
    private Call call;

    @Inject
    private HttpServletRequest request;

    Engine engine() {
        return engine;
    }

    /** Return the id that the answer carries in its header and its body. */
    String traceId() {
        return ((Failures) request.getAttribute(Failures.ATTRIBUTE)).requestId();
    }

    /** Return the workspace of a caller who may read. */
    Scope reader() {
        return call.reader().scope();
    }

    /** Return the workspace of a caller who may write. */
    Scope writer() {
        return call.writer().scope();
    }

    /**
     * Return what a read means.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if it names a project that nothing was ever written to
     */
    Scope reading(Place place) {
        Scope workspace = reader();
        engine.workspaces().requireProject(workspace, place.project());
        return place.meaning(workspace);
    }

    /** Return where a write belongs, after noting that its project exists. */
    Scope writing(Place place) {
        Scope workspace = writer();
        engine.workspaces().addProject(workspace, place.project());
        return place.home(workspace);
    }

    /** Take the overlay of a scope before anything stored is read, or none if the reader does not want it. */
    Overlay overlay(Scope scope, boolean wanted) {
        return wanted ? engine.overlay(scope) : new Overlay(List.of());
    }

    /** Do a read that costs an operation of the plan. */
    <T> T metered(java.util.function.Supplier<T> read) {
        return engine.usage().metered(call.reader(), 1, read);
    }

    /**
     * Do a write once for its idempotency key, and answer a repeat with the very bytes of the first answer.
     *
     * @param operations how many operations of the plan it costs
     * @param write does it; ids derived from its {@link Work} make a second run after a crash harmless
     */
    Response once(JsonBody body, long operations, Function<Work, Outcome> write) {
        Caller caller = call.writer();
        Optional<String> key = idempotencyKey();
        if (key.isEmpty()) {
            Work work = new Work(UUID.randomUUID().toString(), engine.clock().instant());
            Outcome outcome = run(caller, operations, write, work);
            return Response.status(outcome.status()).entity(outcome.body()).build();
        }
        IdempotencyStore.Request repeatable = new IdempotencyStore.Request(route(), key.get(), fingerprint(body));
        Replayed replayed = engine.idempotency()
                .once(caller.scope(), repeatable, work -> answer(run(caller, operations, write, work)));
        Response.ResponseBuilder response = Response.status(replayed.answer().status())
                .type(MediaType.APPLICATION_JSON)
                .entity(replayed.answer().body().getBytes(StandardCharsets.UTF_8));
        return (replayed.replay() ? response.header(REPLAY_HEADER, "true") : response).build();
    }

    private Outcome run(Caller caller, long operations, Function<Work, Outcome> write, Work work) {
        // ids and times are kept in milliseconds everywhere
        Work whole = new Work(work.id(), work.since().truncatedTo(ChronoUnit.MILLIS));
        return engine.usage().metered(caller, operations, () -> write.apply(whole));
    }

    private static IdempotencyStore.Answer answer(Outcome outcome) {
        String text = new String(Json.bytes(outcome.body()), StandardCharsets.UTF_8);
        return new IdempotencyStore.Answer(outcome.status(), text, outcome.memories());
    }

    private Optional<String> idempotencyKey() {
        String key = request.getHeader(KEY_HEADER);
        if (key == null) {
            return Optional.empty();
        }
        if (key.isBlank() || key.length() > Limits.IDEMPOTENCY_KEY) {
            throw MemoryException.invalid(
                    KEY_HEADER, KEY_HEADER + " must have 1 to " + Limits.IDEMPOTENCY_KEY + " characters");
        }
        return Optional.of(key.strip());
    }

    /** The same for a route with and without the prefix of the dialect. */
    private String route() {
        DialectDecision decision = (DialectDecision) request.getAttribute(DialectDecision.ATTRIBUTE);
        return request.getMethod() + " " + decision.path();
    }

    private static String fingerprint(JsonBody body) {
        return ContentHash.ofBytes(Json.bytes(body.asMap()));
    }
}
