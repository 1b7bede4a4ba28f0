package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.mneme.api.Job;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;

/**
 * List jobs that may be open.
 *
 * @param others whether there are open jobs that no page lists
 */
record AgendaPage(boolean others, List<Listed> jobs) {

    static final String KIND = "agenda";
    /** How many jobs a page lists, before it only says that there are others. */
    static final int MOST = 4_000;

    static final AgendaPage UNKNOWN = new AgendaPage(true, List.of());
    static final AgendaPage EMPTY = new AgendaPage(false, List.of());

    /** How a page is kept: plainly, for it is read and written as a whole again and again. */
    record Kept(boolean others, List<String> jobs, List<String> places) {}

    AgendaPage {
        jobs = List.copyOf(jobs);
    }

    /**
     * A job by its id, and a hint at where its pending memories belong.
     *
     * @param places short codes of the attributes they have; empty if they may belong anywhere
     */
    record Listed(String job, String places) {

        private static final int PLACES = 12;

        static Listed of(Job job) {
            Set<String> places = new TreeSet<>();
            job.pending().stream().map(PendingMemory::scope).forEach(scope -> places.addAll(codes(scope)));
            return new Listed(job.id(), places.size() > PLACES ? "" : String.join(" ", places));
        }

        /** Tell whether something of it may be in a scope; other values with the same code do no harm. */
        boolean mayBeIn(Scope scope) {
            return places.isEmpty()
                    || Set.copyOf(Arrays.asList(places.split(" "))).containsAll(codes(scope));
        }

        static List<String> codes(Scope scope) {
            return scope.attributes().entrySet().stream()
                    .map(each -> Integer.toHexString((each.getKey().name() + "=" + each.getValue()).hashCode()))
                    .toList();
        }
    }

    static AgendaPage of(List<Listed> jobs) {
        return jobs.size() > MOST ? UNKNOWN : new AgendaPage(false, jobs);
    }

    static AgendaPage of(Cluster.Doc doc) {
        Kept kept = Records.data(doc, Kept.class);
        List<Listed> jobs = new ArrayList<>();
        for (int i = 0; i < kept.jobs().size(); i++) {
            jobs.add(new Listed(kept.jobs().get(i), kept.places().get(i)));
        }
        return new AgendaPage(kept.others(), jobs);
    }

    ObjectNode source(String workspace) {
        Kept kept = new Kept(
                others,
                jobs.stream().map(Listed::job).toList(),
                jobs.stream().map(Listed::places).toList());
        return Records.record(KIND, workspace, "", kept);
    }

    /** Return this page with more jobs on it. */
    AgendaPage with(List<Listed> more) {
        Set<Listed> all = new LinkedHashSet<>(jobs);
        all.addAll(more);
        return others ? UNKNOWN : of(List.copyOf(all));
    }

    AgendaPage without(Set<String> ended) {
        return new AgendaPage(
                others,
                jobs.stream()
                        .filter(Predicate.not(listed -> ended.contains(listed.job())))
                        .toList());
    }
}
