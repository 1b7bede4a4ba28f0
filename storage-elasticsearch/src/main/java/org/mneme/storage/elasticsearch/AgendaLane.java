package org.mneme.storage.elasticsearch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.mneme.api.MemoryException;

/** Store jobs and list them, together those that come while others are being stored. */
final class AgendaLane {

    private static final int TOGETHER = 200;
    private static final int WORKSPACES = 500;
    private static final int CONTENTION = 1_000;
    /** How many ended jobs a page may list beside as many as are open. */
    private static final int ENDED = 32;
    /** How often a page that could not list all jobs is made anew. */
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Jobs to be listed, and the document of one of them to be created before; and what became of that. */
    static final class Entry {
        private final String workspace;
        private final List<AgendaPage.Listed> jobs;
        private final Optional<Cluster.Write> write;
        private boolean settled;
        private Optional<Cluster.Doc> created = Optional.empty();
        private RuntimeException failure;

        Entry(String workspace, List<AgendaPage.Listed> jobs, Optional<Cluster.Write> write) {
            this.workspace = workspace;
            this.jobs = List.copyOf(jobs);
            this.write = write;
        }
    }

    /** A page of this server in the state it was last read or written; nobody else has changed it if it can be replaced. */
    private static final class Known {
        private Optional<Cluster.Doc> doc;
        private AgendaPage page;
        /** How many of its jobs were open when they were last read. */
        private int open;

        private long searched = System.nanoTime() - AGAIN_NANOS;

        private Known(Optional<Cluster.Doc> doc, AgendaPage page) {
            this.doc = doc;
            this.page = page;
        }
    }

    private final Records records;
    private final Agenda agenda;
    private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > WORKSPACES;
        }
    };

    AgendaLane(Records records, Agenda agenda) {
        this.records = records;
        this.agenda = agenda;
    }

    /** Carry an entry out; returns its document if that was created. */
    Optional<Cluster.Doc> carry(Entry entry) {
        waiting.add(entry);
        synchronized (this) {
            while (!entry.settled) {
                carryTogether();
            }
        }
        if (entry.failure != null) {
            throw entry.failure;
        }
        return entry.created;
    }

    private void carryTogether() {
        List<Entry> entries = new ArrayList<>();
        while (entries.size() < TOGETHER && !waiting.isEmpty()) {
            entries.add(waiting.remove());
        }
        try {
            write(entries);
        } catch (RuntimeException e) {
            entries.forEach(entry -> {
                known.remove(entry.workspace);
                entry.failure = failure(e, entries.size());
            });
        } finally {
            entries.forEach(entry -> entry.settled = true);
        }
    }

    /** What one of several was refused for says nothing about the others. */
    private static RuntimeException failure(RuntimeException e, int entries) {
        boolean ofAll = entries == 1
                || e instanceof MemoryException known
                        && (known.kind() == MemoryException.Kind.UNAVAILABLE
                                || known.kind() == MemoryException.Kind.OUTCOME_UNKNOWN);
        return ofAll ? e : ElasticsearchErrors.unknown(e);
    }

    private void write(List<Entry> entries) {
        Map<String, List<AgendaPage.Listed>> jobs = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> !entry.jobs.isEmpty())
                .forEach(entry -> jobs.computeIfAbsent(entry.workspace, workspace -> new ArrayList<>())
                        .addAll(entry.jobs));
        List<Entry> creating =
                entries.stream().filter(entry -> entry.write.isPresent()).toList();
        List<Cluster.Write> writes = new ArrayList<>();
        creating.forEach(entry -> writes.add(entry.write.get()));
        jobs.forEach((workspace, listed) -> writes.add(listing(workspace, listed)));

        List<Optional<Cluster.Doc>> written = records.written(writes);
        for (int i = 0; i < creating.size(); i++) {
            creating.get(i).created = written.get(i);
        }
        int page = creating.size();
        for (Map.Entry<String, List<AgendaPage.Listed>> each : jobs.entrySet()) {
            if (!listed(each.getKey(), written.get(page++))) {
                listStored(each.getKey(), each.getValue());
            }
        }
    }

    /** List jobs that are stored already: they will be done, even if this fails. */
    private void listStored(String workspace, List<AgendaPage.Listed> jobs) {
        try {
            listAgain(workspace, jobs);
        } catch (MemoryException e) {
            throw ElasticsearchErrors.unknown(e);
        }
    }

    /** Another server has written to the page: list what it lists too. */
    private void listAgain(String workspace, List<AgendaPage.Listed> jobs) {
        for (int i = 0; i < CONTENTION; i++) {
            known.remove(workspace);
            if (listed(
                    workspace,
                    records.written(List.of(listing(workspace, jobs))).get(0))) {
                return;
            }
        }
        throw Records.contended();
    }

    private Cluster.Write listing(String workspace, List<AgendaPage.Listed> jobs) {
        Known mine = known.computeIfAbsent(workspace, this::read);
        if (mine.page.others()) {
            search(workspace, mine);
        } else if (mine.page.jobs().size() >= 2 * mine.open + ENDED) {
            shorten(workspace, mine);
        }
        AgendaPage next = mine.page.with(jobs);
        return mine.doc
                .map(doc -> Cluster.Write.replace(doc, next.source(workspace)))
                .orElseGet(() -> Cluster.Write.create(Records.key(agenda.mine(workspace)), next.source(workspace)));
    }

    private Known read(String workspace) {
        List<Cluster.Doc> pages = agenda.look(workspace).pages();
        // where there is none yet, nobody has said which jobs are open
        AgendaPage first = pages.isEmpty() ? AgendaPage.UNKNOWN : AgendaPage.EMPTY;
        Optional<Cluster.Doc> doc = pages.stream()
                .filter(page -> page.id().equals(agenda.mine(workspace)))
                .findFirst();
        return new Known(doc, doc.map(AgendaPage::of).orElse(first));
    }

    /** List all jobs that are open now, if they are not too many; what is stored from now on is listed with them. */
    private void search(String workspace, Known mine) {
        if (System.nanoTime() - mine.searched >= AGAIN_NANOS) {
            mine.searched = System.nanoTime();
            mine.page = AgendaPage.of(agenda.search(workspace, AgendaPage.MOST + 1).stream()
                    .map(AgendaPage.Listed::of)
                    .toList());
            mine.open = mine.page.jobs().size();
        }
    }

    private void shorten(String workspace, Known mine) {
        Map<Boolean, List<Cluster.Doc>> jobs = agenda.jobs(workspace, mine.page.jobs(), List.of("id", "outbox"));
        Set<String> ended = jobs.get(false).stream()
                .map(doc -> doc.source().path("id").asText())
                .collect(Collectors.toSet());
        mine.page = mine.page.without(ended);
        mine.open = mine.page.jobs().size();
    }

    private boolean listed(String workspace, Optional<Cluster.Doc> written) {
        if (written.isEmpty()) {
            return false;
        }
        Known mine = known.get(workspace);
        mine.doc = written;
        mine.page = AgendaPage.of(written.get());
        return true;
    }
}
