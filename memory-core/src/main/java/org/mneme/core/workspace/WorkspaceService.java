package org.mneme.core.workspace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mneme.api.Filter;
import org.mneme.api.Ids;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.WorkspaceStore;

/** Make, read, change and erase workspaces. Safe for several threads. */
public final class WorkspaceService {

    /** The project of what names none; it always exists. */
    public static final String DEFAULT_PROJECT = "default";

    private static final int LONGEST_NAME = 200;
    private static final int PROJECTS_REMEMBERED = 10_000;

    private final WorkspaceStore store;
    private final MemoryStore memories;
    private final Plans plans;
    private final Clock clock;

    /** Projects known to exist: one is never removed but with its workspace, whose id is not used again. */
    private final Cache<Project, Boolean> projects =
            Caffeine.newBuilder().maximumSize(PROJECTS_REMEMBERED).build();

    private record Project(String workspace, String name) {}

    public WorkspaceService(WorkspaceStore store, MemoryStore memories, Plans plans, Clock clock) {
        this.store = store;
        this.memories = memories;
        this.plans = plans;
        this.clock = clock;
    }

    /** Make a workspace; without a plan it is on {@code self-hosted}. */
    public Workspace create(String name, Optional<String> plan) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return store.create(new Workspace(
                Ids.next("ws_", now), checkedName(name), checkedPlan(plan.orElse(Plans.SELF_HOSTED)), now));
    }

    /** Make a workspace with a given id unless it is there. */
    public Workspace adopt(String id, String name) {
        return store.create(
                new Workspace(id, name, Plans.SELF_HOSTED, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    /**
     * Return a workspace.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if there is none
     */
    public Workspace get(Scope scope) {
        return store.get(scope).orElseThrow(() -> notFound(scope));
    }

    /** Return all workspaces, oldest first. */
    public List<Workspace> list() {
        return store.list();
    }

    /** Change name and plan, each if given. */
    public Workspace update(Scope scope, Optional<String> name, Optional<String> plan) {
        Workspace present = get(scope);
        Workspace changed = new Workspace(
                present.id(),
                name.map(WorkspaceService::checkedName).orElse(present.name()),
                plan.map(this::checkedPlan).orElse(present.plan()),
                present.createdAt(),
                present.readOnly());
        return store.update(changed).orElseThrow(() -> notFound(scope));
    }

    /** Erase a workspace and everything of it, for good. */
    public void delete(Scope scope) {
        if (!store.delete(scope)) {
            throw notFound(scope);
        }
    }

    /** Return how many active memories a workspace has. */
    public long memoryCount(Scope scope) {
        return memories.count(scope, Filter.active());
    }

    /** Note that a project exists, because something is about to be written to it. A repeat changes nothing. */
    public void addProject(Scope scope, String project) {
        if (known(scope, project)) {
            return;
        }
        store.addProject(scope, project);
        remember(scope, project);
    }

    /**
     * Check that a project was ever written to.
     *
     * @throws MemoryException of kind {@code NOT_FOUND}, code {@code project_not_found}, if it was not
     */
    public void requireProject(Scope scope, String project) {
        if (known(scope, project)) {
            return;
        }
        if (!store.hasProject(scope, project)) {
            throw MemoryException.notFound("project", "There is no project " + project + ".");
        }
        remember(scope, project);
    }

    private boolean known(Scope scope, String project) {
        return project.equals(DEFAULT_PROJECT)
                || projects.getIfPresent(new Project(scope.workspace(), project)) != null;
    }

    private void remember(Scope scope, String project) {
        projects.put(new Project(scope.workspace(), project), Boolean.TRUE);
    }

    private static MemoryException notFound(Scope scope) {
        return MemoryException.notFound("workspace", "There is no workspace with the id " + scope.workspace() + ".");
    }

    private static String checkedName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw MemoryException.invalid("name", "name must have 1 to " + LONGEST_NAME + " characters.");
        }
        return name.strip();
    }

    private String checkedPlan(String plan) {
        return plans.find(plan)
                .map(Plan::name)
                .orElseThrow(() -> MemoryException.invalid(
                        "plan",
                        "plan must be one of "
                                + plans.all().stream().map(Plan::name).collect(Collectors.joining(", ")) + "."));
    }
}
