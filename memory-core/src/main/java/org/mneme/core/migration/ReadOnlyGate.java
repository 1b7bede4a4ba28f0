package org.mneme.core.migration;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.mneme.api.ApiKey;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.api.Workspace;
import org.mneme.spi.storage.AgentStore;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.WebhookStore;
import org.mneme.spi.storage.WorkspaceStore;

/**
 * Refuse writes to workspaces that are read-only, with {@code UNAVAILABLE}; everything else goes through.
 *
 * <p>Every request reads its workspace to know its plan. The gate looks at what is read, so that each server learns with the
 * next request that a workspace was closed or opened by another. Nobody gets jobs or deliveries of a closed workspace; what a
 * worker has under way may be put down. Safe for several threads.
 */
public final class ReadOnlyGate {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    /** What is refused; an argument of each says whose it is. */
    static final Map<Class<?>, Set<String>> REFUSED = Map.of(
            MemoryStore.class, Set.of("write", "update", "delete", "deleteAll"),
            EmbeddingSpaces.class, Set.of("fill"),
            WorkspaceStore.class, Set.of("update", "delete", "addKey", "removeKey", "addProject"),
            JobStore.class, Set.of("enqueue", "reset", "remove"),
            WebhookStore.class, Set.of("insert", "update", "delete"),
            DeliveryStore.class, Set.of("retry"),
            AgentStore.class, Set.of("record", "handOver", "update"),
            IdempotencyStore.class, Set.of("begin"));

    private final Set<String> closed = ConcurrentHashMap.newKeySet();

    /** Closed by this server, which therefore believes nobody who has read the workspace before. */
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /** Say what to do with a call, given its arguments, before it is made or instead. */
    @FunctionalInterface
    private interface Call {
        Object on(Method method, Object[] arguments) throws Throwable;
    }

    /** Return a storage that refuses to write to read-only workspaces. */
    public Storage guard(Storage storage) {
        storage.workspaces().list().forEach(this::learn);
        return new GuardedStorage(
                storage,
                refusing(MemoryStore.class, storage.memories()),
                refusing(EmbeddingSpaces.class, storage.embeddingSpaces()),
                guarded(WorkspaceStore.class, (method, given) -> {
                    refuseIfClosed(WorkspaceStore.class, method, given);
                    return learned(pass(storage.workspaces(), method, given));
                }),
                guarded(JobStore.class, (method, given) -> {
                    refuseIfClosed(JobStore.class, method, given);
                    boolean none = method.getName().equals("lease") && isClosed(storage, (Scope) given[0]);
                    return none ? Optional.empty() : pass(storage.jobs(), method, given);
                }),
                refusing(WebhookStore.class, storage.webhooks()),
                guarded(DeliveryStore.class, (method, given) -> {
                    refuseIfClosed(DeliveryStore.class, method, given);
                    boolean leases = method.getName().equals("lease") && !closed.isEmpty();
                    return pass(storage.deliveries(), method, leases ? withoutClosed(storage, given) : given);
                }),
                refusing(AgentStore.class, storage.agents()),
                refusing(IdempotencyStore.class, storage.idempotency()));
    }

    /** Close a workspace here at once. */
    void close(String workspace) {
        held.add(workspace);
        closed.add(workspace);
    }

    /** Let a workspace be what the storage says it is. */
    void open(String workspace) {
        held.remove(workspace);
        closed.remove(workspace);
    }

    private void learn(Workspace workspace) {
        if (workspace.readOnly()) {
            closed.add(workspace.id());
        } else if (!closed.isEmpty() && !held.contains(workspace.id())) {
            closed.remove(workspace.id());
        }
    }

    private static <T> T guarded(Class<T> type, Call call) {
        InvocationHandler handler =
                (proxy, method, arguments) -> call.on(method, arguments == null ? new Object[0] : arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private <T> T refusing(Class<T> type, T store) {
        return guarded(type, (method, given) -> {
            refuseIfClosed(type, method, given);
            return pass(store, method, given);
        });
    }

    private static Object pass(Object store, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void refuseIfClosed(Class<?> type, Method method, Object[] arguments) {
        boolean refused = !closed.isEmpty()
                && REFUSED.get(type).contains(method.getName())
                && Arrays.stream(arguments).flatMap(ReadOnlyGate::workspaces).anyMatch(closed::contains);
        if (refused) {
            throw MemoryException.unavailable(
                    "workspace_read_only",
                    "The workspace is moving to another storage: it can be read, and cannot be written to now.",
                    RETRY_AFTER,
                    null);
        }
    }

    private static Stream<String> workspaces(Object argument) {
        if (argument instanceof Scope scope) {
            return Stream.of(scope.workspace());
        }
        if (argument instanceof Workspace workspace) {
            return Stream.of(workspace.id());
        }
        if (argument instanceof ApiKey key) {
            return key.workspace().stream();
        }
        if (argument instanceof EmbeddingSpaces.Filled filled) {
            return Stream.of(filled.workspace().workspace());
        }
        return argument instanceof List<?> items ? items.stream().flatMap(ReadOnlyGate::workspaces) : Stream.empty();
    }

    /** A worker may be the first on its server to ask since another server closed the workspace. */
    private boolean isClosed(Storage storage, Scope scope) {
        storage.workspaces().get(scope).ifPresent(this::learn);
        return closed.contains(scope.workspace());
    }

    private Object[] withoutClosed(Storage storage, Object[] arguments) {
        Set<Object> except = new HashSet<>((Set<?>) arguments[arguments.length - 1]);
        closed.forEach(workspace -> storage.webhooks().list(Scope.of(workspace)).stream()
                .map(Webhook::id)
                .forEach(except::add));
        Object[] narrowed = arguments.clone();
        narrowed[arguments.length - 1] = except;
        return narrowed;
    }

    private Object learned(Object result) {
        Stream<?> found = result instanceof Optional<?> optional ? optional.stream() : Stream.of(result);
        found.flatMap(each -> each instanceof List<?> list ? list.stream() : Stream.of(each))
                .forEach(each -> {
                    if (each instanceof Workspace workspace) {
                        learn(workspace);
                    }
                });
        return result;
    }
}
