package org.mneme.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.elasticsearch.client.ResponseException;
import org.mneme.api.MemoryException;

/**
 * Send writes until each has an answer that is final, and find out what became of those whose answer was lost. Not safe for
 * several threads.
 */
final class BulkWrite {

    private static final int ATTEMPTS = 5;
    private static final int MOST_BYTES = 4_000_000;

    private final Cluster cluster;
    private final Requests requests;
    private final String index;
    private final List<Cluster.Write> writes;
    private final List<byte[]> lines;
    private final Runnable again;
    private final Outcome[] outcomes;
    /** The writes that may have been carried out although nobody said so. */
    private final boolean[] doubtful;

    private Exception last;

    private BulkWrite(Cluster cluster, String index, List<Cluster.Write> writes, List<byte[]> lines, Runnable again) {
        this.cluster = cluster;
        this.requests = cluster.requests();
        this.index = index;
        this.writes = writes;
        this.lines = lines;
        this.again = again;
        this.outcomes = new Outcome[writes.size()];
        this.doubtful = new boolean[writes.size()];
    }

    /** What became of a write, and which state of the document it left if it was carried out. */
    private record Outcome(boolean done, String index, long seqNo, long term) {
        static final Outcome REFUSED = new Outcome(false, "", 0, 0);

        static Outcome of(JsonNode result) {
            return new Outcome(
                    true,
                    result.path("_index").asText(),
                    result.path("_seq_no").longValue(),
                    result.path("_primary_term").longValue());
        }

        Optional<Cluster.Doc> left(Cluster.Write write) {
            if (!done) {
                return Optional.empty();
            }
            JsonNode source = write.source().<JsonNode>map(each -> each).orElse(MissingNode.getInstance());
            Cluster.Key key = write.key();
            return Optional.of(
                    new Cluster.Doc(index, key.id(), key.routing(), seqNo, term, source, MissingNode.getInstance()));
        }
    }

    /**
     * Carry writes out, in as many requests as their size asks for.
     *
     * @param again runs before anything is sent again; what it throws ends the writing, and is thrown on unless it says that
     *     the cluster is away
     * @return for each the state it has left; empty if the document was there already, or was no longer in the state expected
     */
    static List<Optional<Cluster.Doc>> of(Cluster cluster, String index, List<Cluster.Write> writes, Runnable again) {
        cluster.requests().askFirst(index);
        List<Optional<Cluster.Doc>> left = new ArrayList<>();
        List<byte[]> lines = new ArrayList<>();
        int bytes = 0;
        for (Cluster.Write write : writes) {
            byte[] line = line(write);
            if (!lines.isEmpty() && bytes + line.length > MOST_BYTES) {
                left.addAll(sent(cluster, index, writes, left.size(), lines, again));
                lines.clear();
                bytes = 0;
            }
            lines.add(line);
            bytes += line.length;
        }
        if (!lines.isEmpty()) {
            left.addAll(sent(cluster, index, writes, left.size(), lines, again));
        }
        return left;
    }

    /** Send those writes, from the first that was not yet sent, that the lines are of. */
    private static List<Optional<Cluster.Doc>> sent(
            Cluster cluster, String index, List<Cluster.Write> writes, int from, List<byte[]> lines, Runnable again) {
        return new BulkWrite(cluster, index, writes.subList(from, from + lines.size()), lines, again).left(from > 0);
    }

    private static byte[] line(Cluster.Write write) {
        ObjectNode action = Codec.MAPPER.createObjectNode();
        String word = write.source().isEmpty() ? "delete" : write.expected().isPresent() ? "index" : "create";
        ObjectNode place = action.putObject(word)
                .put("_id", write.key().id())
                .put("routing", write.key().routing());
        write.expected()
                .ifPresent(state -> place.put("_index", Generation.writes(state.index()))
                        .put("if_seq_no", state.seqNo())
                        .put("if_primary_term", state.term()));
        StringJoiner lines = new StringJoiner("\n", "", "\n").add(action.toString());
        write.source().ifPresent(source -> lines.add(source.toString()));
        return lines.toString().getBytes(UTF_8);
    }

    /**
     * Send until every write has its outcome.
     *
     * @param something whether writes of the same caller were carried out before
     */
    private List<Optional<Cluster.Doc>> left(boolean something) {
        for (int attempt = 0; attempt < ATTEMPTS && !open().isEmpty(); attempt++) {
            if (attempt > 0) {
                LockSupport.parkNanos(
                        (50_000_000L << attempt) + ThreadLocalRandom.current().nextLong(20_000_000));
                if (!mayBeSentAgain()) {
                    break;
                }
            }
            if (!send(open())) {
                break;
            }
        }
        List<Integer> open = open();
        if (open.isEmpty()) {
            return IntStream.range(0, outcomes.length)
                    .mapToObj(item -> outcomes[item].left(writes.get(item)))
                    .toList();
        }
        if (last instanceof MemoryException refusal
                && ElasticsearchErrors.says(refusal, ElasticsearchErrors.NO_INDEX)) {
            cluster.foundClosed(index);
        }
        boolean some = something || open.size() < writes.size() || open.stream().anyMatch(item -> doubtful[item]);
        throw requests.noted(some ? ElasticsearchErrors.unknown(last) : ElasticsearchErrors.unavailable(last));
    }

    private boolean mayBeSentAgain() {
        try {
            again.run();
            return true;
        } catch (MemoryException e) {
            if (e.kind() != MemoryException.Kind.UNAVAILABLE) {
                throw e;
            }
            last = e;
            return false;
        }
    }

    /** Send once, and tell whether it is worth being sent again. */
    private boolean send(List<Integer> open) {
        long failed = requests.failedNodes();
        try {
            JsonNode answer = requests.write(Generation.writes(index), joined(open));
            // one node may have done it before it was lost, and another one have answered
            boolean twice = requests.failedNodes() != failed;
            open.forEach(item -> doubtful[item] |= twice);
            for (int i = 0; i < open.size(); i++) {
                settle(open.get(i), answer.path("items").path(i));
            }
            return true;
        } catch (IOException e) {
            last = e;
            if (e instanceof ResponseException refused && ElasticsearchErrors.refused(refused)) {
                return false;
            }
            boolean sent = !ElasticsearchErrors.neverSent(e);
            open.forEach(item -> doubtful[item] |= sent);
            return true;
        } catch (MemoryException e) {
            if (e.kind() != MemoryException.Kind.UNAVAILABLE) {
                throw e;
            }
            // there was an answer, and it could not be learned what that meant
            last = e;
            open.forEach(item -> doubtful[item] = true);
            return true;
        }
    }

    private void settle(int item, JsonNode answer) {
        JsonNode result = answer.elements().next();
        int status = result.path("status").intValue();
        if (status < 300) {
            outcomes[item] = Outcome.of(result);
            return;
        }
        if (conflicting(writes.get(item), status, result)) {
            outcomes[item] = doubtful[item] ? arrived(writes.get(item)) : Outcome.REFUSED;
            return;
        }
        MemoryException error = ElasticsearchErrors.ofItem(status, result.path("error"));
        if (error.kind() != MemoryException.Kind.UNAVAILABLE) {
            throw error;
        }
        // a copy that was lost on the way may have taken it
        doubtful[item] |= status >= 500;
        last = error;
    }

    /** Tell whether the document was not in the state expected, which it never is in a generation that was replaced. */
    private boolean conflicting(Cluster.Write write, int status, JsonNode result) {
        boolean gone = result.path("error").path("type").asText().equals(ElasticsearchErrors.NO_INDEX);
        return status == 409 || status == 404 && (!gone || write.expected().isPresent() && served());
    }

    /** Tell whether there is a generation that this version of the server writes to. */
    private boolean served() {
        try {
            return requests.client()
                    .indices()
                    .existsAlias(alias -> alias.name(Generation.writes(index)))
                    .value();
        } catch (IOException e) {
            throw requests.away(e);
        }
    }

    /** Tell whether a write whose answer was lost had arrived. */
    private Outcome arrived(Cluster.Write write) {
        Optional<Cluster.Doc> now =
                cluster.get(index, List.of(write.key()), List.of(Cluster.MARK)).get(0);
        if (write.source().isEmpty()) {
            return new Outcome(now.isEmpty(), index, 0, 0);
        }
        String mark = write.source().get().path(Cluster.MARK).asText();
        return now.filter(doc -> doc.source().path(Cluster.MARK).asText().equals(mark))
                .map(doc -> new Outcome(true, doc.index(), doc.seqNo(), doc.term()))
                .orElse(Outcome.REFUSED);
    }

    private List<Integer> open() {
        return IntStream.range(0, outcomes.length)
                .filter(item -> outcomes[item] == null)
                .boxed()
                .toList();
    }

    private byte[] joined(List<Integer> items) {
        byte[] body =
                new byte[items.stream().mapToInt(item -> lines.get(item).length).sum()];
        int at = 0;
        for (int item : items) {
            System.arraycopy(lines.get(item), 0, body, at, lines.get(item).length);
            at += lines.get(item).length;
        }
        return body;
    }
}
