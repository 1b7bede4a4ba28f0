package org.mneme.storage.elasticsearch;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;

/**
 * Know which jobs of a workspace may show pending memories, without a search: a search sees what was just written only after
 * a refresh, which costs many times what the write did.
 *
 * <p>A workspace has a few pages, documents that list jobs. Each server lists on one of them what it makes open, in the request
 * that stores it; so servers rarely meet on a page, and where they do, one of them does it again. Whoever looks reads all pages
 * and then the jobs, by id and so as they are now. A job that is listed may have ended: only a job that is open must be listed.
 *
 * <p>So that no listing is lost, a job is open before it is listed, each listing changes its page, even if the job is on it,
 * and who takes a job off a page has seen it ended after the page was in the state that is replaced.
 */
final class Agenda {

    private static final int PAGES = 8;
    private static final int LANES = 16;
    /** How many ended jobs a page may go on listing. */
    private static final int ENDED = 20;

    /** The pages of a workspace, the listed jobs, and whether there may be more. */
    record Look(List<Cluster.Doc> pages, Set<AgendaPage.Listed> jobs, boolean others) {}

    private final Records records;
    private final int mine;
    private final List<AgendaLane> lanes;

    Agenda(Records records, ServerName name) {
        this.records = records;
        this.mine = Math.floorMod(name.toString().hashCode(), PAGES);
        this.lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> new AgendaLane(records, this))
                .toList();
    }

    private static String id(String workspace, int page) {
        return Cluster.id(AgendaPage.KIND, workspace, Integer.toString(page));
    }

    /** Return the id of the page on which this server lists jobs of a workspace. */
    String mine(String workspace) {
        return id(workspace, mine);
    }

    private AgendaLane lane(String workspace) {
        return lanes.get(Math.floorMod(workspace.hashCode(), LANES));
    }

    /**
     * Create the document of a job, and list it.
     *
     * @return the state this has left; empty if it is there already, and then it is listed nevertheless
     */
    Optional<Cluster.Doc> create(Job job, Cluster.Write write) {
        return carry(job.scope().workspace(), List.of(job), Optional.of(write));
    }

    /** List jobs that were stored as open. */
    void list(String workspace, List<Job> jobs) {
        carry(workspace, jobs, Optional.empty());
    }

    private Optional<Cluster.Doc> carry(String workspace, List<Job> jobs, Optional<Cluster.Write> write) {
        List<AgendaPage.Listed> shown = jobs.stream()
                .filter(job -> !job.pending().isEmpty())
                .map(AgendaPage.Listed::of)
                .toList();
        boolean idle = shown.isEmpty() && write.isEmpty();
        return idle ? Optional.empty() : lane(workspace).carry(new AgendaLane.Entry(workspace, shown, write));
    }

    /** Read the pages of a workspace. */
    Look look(String workspace) {
        List<Cluster.Doc> pages =
                records
                        .get(IntStream.range(0, PAGES)
                                .mapToObj(i -> id(workspace, i))
                                .toList())
                        .stream()
                        .flatMap(Optional::stream)
                        .toList();
        Set<AgendaPage.Listed> jobs = new LinkedHashSet<>();
        boolean others = pages.isEmpty();
        for (Cluster.Doc doc : pages) {
            AgendaPage page = AgendaPage.of(doc);
            others |= page.others();
            jobs.addAll(page.jobs());
        }
        return new Look(pages, jobs, others);
    }

    /** Return what is listed and open, with something in the scope perhaps; what has ended is taken off the pages if it is much. */
    List<Cluster.Doc> open(Scope scope, Look look) {
        List<AgendaPage.Listed> meant =
                look.jobs().stream().filter(listed -> listed.mayBeIn(scope)).toList();
        Map<Boolean, List<Cluster.Doc>> found = jobs(scope.workspace(), meant, List.of());
        Set<String> ended = found.get(false).stream()
                .map(doc -> doc.source().path("id").asText())
                .collect(Collectors.toSet());
        for (Cluster.Doc doc : look.pages()) {
            AgendaPage page = AgendaPage.of(doc);
            AgendaPage shorter = page.without(ended);
            if (page.jobs().size() - shorter.jobs().size() > ENDED) {
                attempt(() -> records.replace(doc, shorter.source(scope.workspace())));
            }
        }
        return found.get(true);
    }

    /** Read some fields, or all, of jobs that are listed: those that are open, and those that have ended. */
    Map<Boolean, List<Cluster.Doc>> jobs(String workspace, List<AgendaPage.Listed> jobs, List<String> fields) {
        List<String> ids = jobs.stream()
                .map(listed -> ElasticsearchJobStore.id(workspace, listed.job()))
                .distinct()
                .toList();
        return records.get(ids, fields).stream()
                .flatMap(Optional::stream)
                .collect(Collectors.partitioningBy(
                        doc -> doc.source().path("outbox").booleanValue()));
    }

    /** Search for the jobs of a workspace that are open with pending memories, the oldest first. */
    List<Job> search(String workspace, int limit) {
        records.refresh();
        return records
                .find(
                        Queries.all(List.of(
                                Queries.term("kind", ElasticsearchJobStore.KIND),
                                Queries.term("ws", workspace),
                                Queries.term("outbox", true))),
                        List.of(Map.of("created", "asc"), Map.of("id", "asc")),
                        limit)
                .stream()
                .map(doc -> ElasticsearchJobStore.row(doc).job())
                .toList();
    }

    /** List the jobs that a search found open after the pages were read, on those that could not say them. */
    void relist(String workspace, Look look, List<Job> open) {
        if (open.size() > AgendaPage.MOST / 2) {
            return;
        }
        AgendaPage page = AgendaPage.of(open.stream().map(AgendaPage.Listed::of).toList());
        if (look.pages().isEmpty()) {
            attempt(() -> records.create(mine(workspace), page.source(workspace)));
        }
        look.pages().stream()
                .filter(doc -> AgendaPage.of(doc).others())
                .forEach(doc -> attempt(() -> records.replace(doc, page.source(workspace))));
    }

    /** Try to save others work: whoever only looks is not refused because nothing can be written. */
    private static void attempt(Runnable write) {
        try {
            write.run();
        } catch (MemoryException e) {
            System.getLogger(Agenda.class.getName())
                    .log(System.Logger.Level.DEBUG, "the agenda of a workspace was left as it is", e);
        }
    }
}
