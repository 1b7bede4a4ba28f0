package org.mneme.war.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.core.migration.MigrationReport;
import org.mneme.core.migration.MigrationService;
import org.mneme.core.migration.MigrationStatus;
import org.mneme.core.migration.MigrationStatus.State;
import org.mneme.core.migration.ReadOnlyGate;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Storage;

/**
 * A workspace moves from the database to Elasticsearch and back, and nothing of it changes.
 *
 * <p>{@code -Dmneme.it.migration.memories=100000} moves as many.
 */
@Tag("slow")
class StorageMigrationIT {

    /** How many items are compared between two checkpoints. */
    private static final int CHECKPOINT = 250;

    private static final int MEMORIES = Integer.getInteger("mneme.it.migration.memories", 1_500);

    private final Moves moves = new Moves();
    private final String prefix = "it-migration-" + UUID.randomUUID();

    @TempDir
    private Path directory;

    private Storage jpa;
    private Storage elasticsearch;

    @BeforeEach
    void open() {
        jpa = Storages.named(database("jpa"));
        elasticsearch = Storages.named(cluster());
    }

    @AfterEach
    void close() {
        jpa.close();
        elasticsearch.close();
        moves.close();
    }

    private String database(String name) {
        return "jpa|" + directory.resolve(name);
    }

    private String cluster() {
        return "elasticsearch|" + directory.resolve("elasticsearch") + "|" + prefix;
    }

    @Test
    void aWorkspaceMovesThereAndBackThroughKillsAndItsExportIsIdentical() throws IOException {
        long begun = System.nanoTime();
        Scope workspace = Filled.workspace(jpa, MEMORIES);
        tell("{0} memories written in {1} s", MEMORIES, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
        Path before = Exported.to(directory.resolve("before"), jpa, workspace);
        try (Stream<String> lines = Files.lines(before)) {
            assertThat(lines.count()).isEqualTo(MEMORIES);
        }

        // one process at a time has the file of the database
        jpa.close();
        long compared = MoveProcess.killedOnTheWay(database("jpa"), cluster(), workspace, MEMORIES / 2);
        jpa = Storages.named(database("jpa"));
        MigrationStatus there = goOn(jpa, elasticsearch, workspace, compared);
        Path moved = Exported.to(directory.resolve("moved"), elasticsearch, workspace);
        assertThat(Files.mismatch(before, moved)).isEqualTo(-1);
        assertThat(jpa.workspaces().get(workspace).orElseThrow().readOnly()).isTrue();
        assertThat(elasticsearch.workspaces().get(workspace).orElseThrow().readOnly())
                .isFalse();

        compared = MoveProcess.killedOnTheWay(cluster(), database("another"), workspace, MEMORIES / 2);
        try (Storage other = Storages.named(database("another"))) {
            MigrationStatus back = goOn(elasticsearch, other, workspace, compared);
            Path returned = Exported.to(directory.resolve("returned"), other, workspace);
            assertThat(Files.mismatch(before, returned)).isEqualTo(-1);
            assertThat(sums(back)).isEqualTo(sums(there));
            assertThat(other.transfer().administrators())
                    .isEqualTo(jpa.transfer().administrators());
            tell(
                    "the export before has the SHA-256 {0}, on Elasticsearch {1}, after {2}",
                    sha256(before), sha256(moved), sha256(returned));
        }
    }

    private static List<String> sums(MigrationStatus status) {
        return status.report().orElseThrow().parts().stream()
                .map(part -> part.part() + " " + part.targetCount() + " " + part.targetChecksum())
                .toList();
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Test
    void aTamperedMemoryAMissingAndAnAdditionalOneAreNamed() {
        Scope workspace = Filled.workspace(jpa, 300);
        move(jpa, elasticsearch, workspace);
        List<Memory> memories = elasticsearch
                .memories()
                .list(workspace, Listing.first(Filter.active(), Order.OLDEST_FIRST, 3))
                .memories();
        Memory tampered = memories.get(0);
        elasticsearch
                .memories()
                .update(
                        workspace,
                        new MemoryUpdate(
                                tampered.toBuilder().importance(0.123).build(), Optional.empty(), tampered.version()));
        elasticsearch.memories().delete(workspace, memories.get(1).id());
        jpa.transfer()
                .remove(
                        workspace,
                        org.mneme.spi.storage.TransferItem.Part.MEMORY,
                        List.of(memories.get(2).id()));

        try (MigrationService service = moves.service(jpa, elasticsearch, new ReadOnlyGate())) {
            service.verify(workspace.workspace());
            MigrationReport report = ended(service, workspace).report().orElseThrow();

            assertThat(report.verified()).isFalse();
            assertThat(service.get(workspace).state()).isEqualTo(State.DIFFERENT);
            assertThat(report.mismatches())
                    .filteredOn(each -> each.part().equals("memory"))
                    .extracting(each -> each.id() + " " + each.what())
                    .containsExactlyInAnyOrder(
                            tampered.id() + " different",
                            memories.get(1).id() + " missing",
                            memories.get(2).id() + " additional");
            assertThat(report.mismatches().stream()
                            .filter(each -> each.id().equals(tampered.id()))
                            .findFirst()
                            .orElseThrow()
                            .fields())
                    .containsExactlyInAnyOrder("memory.importance", "memory.version", "former");
            assertThatThrownBy(() -> service.start(workspace.workspace(), false))
                    .isInstanceOfSatisfying(
                            MemoryException.class, e -> assertThat(e.code()).isEqualTo("workspace_in_use"));
        }
    }

    @Test
    void aWorkspaceThatIsGivenUpCanBeWrittenToHereAndNotThere() {
        Scope workspace = Filled.workspace(jpa, 50);
        ReadOnlyGate gate = new ReadOnlyGate();
        Storage guarded = gate.guard(jpa);
        Memory memory = jpa.memories()
                .list(workspace, Listing.first(Filter.all(), Order.OLDEST_FIRST, 1))
                .memories()
                .get(0);
        try (MigrationService service = moves.service(jpa, elasticsearch, gate)) {
            service.start(workspace.workspace(), false);
            assertThat(ended(service, workspace).state()).isEqualTo(State.COMPLETE);
            assertThatThrownBy(() -> guarded.memories().delete(workspace, memory.id()))
                    .isInstanceOfSatisfying(MemoryException.class, e -> {
                        assertThat(e.kind()).isEqualTo(MemoryException.Kind.UNAVAILABLE);
                        assertThat(e.retryAfter()).isPresent();
                    });
            assertThat(guarded.memories().get(workspace, memory.id())).isPresent();

            service.cancel(workspace.workspace());

            assertThat(guarded.memories().delete(workspace, memory.id())).isTrue();
            assertThat(elasticsearch.workspaces().get(workspace).orElseThrow().readOnly())
                    .isTrue();
            service.start(workspace.workspace(), false);
            assertThat(ended(service, workspace).state()).isEqualTo(State.COMPLETE);
            assertThat(elasticsearch.memories().get(workspace, memory.id()))
                    .as("what was deleted meanwhile does not come back")
                    .isEmpty();
        }
    }

    @Test
    void aWorkspaceMovesToOtherIndicesOfTheSameCluster() throws IOException {
        Scope workspace = Filled.workspace(elasticsearch, 300);
        Path before = Exported.to(directory.resolve("before"), elasticsearch, workspace);
        try (Storage other = Storages.elasticsearch(prefix + "-other", directory.resolve("other"))) {
            move(elasticsearch, other, workspace);
            Path moved = Exported.to(directory.resolve("moved"), other, workspace);
            assertThat(Files.mismatch(before, moved)).isEqualTo(-1);
        }
    }

    private void move(Storage from, Storage to, Scope workspace) {
        try (MigrationService service = moves.service(from, to, new ReadOnlyGate())) {
            service.start(workspace.workspace(), false);
            Watched.assertVerified(ended(service, workspace));
        }
    }

    /** Finish what a killed process has begun, without going through anything again that it had compared. */
    private MigrationStatus goOn(Storage from, Storage to, Scope workspace, long compared) {
        // the killed process may have seen its last checkpoint before that was on the disk
        long kept = compared - CHECKPOINT;
        try (MigrationService service = moves.service(from, to, new ReadOnlyGate())) {
            MigrationStatus found = service.get(workspace);
            assertThat(found.state()).isNotEqualTo(State.COMPLETE);
            assertThat(found.compared()).isGreaterThanOrEqualTo(kept);
            Watched watched = new Watched(service, workspace);
            MigrationStatus status = watched.untilItEnds();
            assertThat(watched.leastCompared()).isGreaterThanOrEqualTo(kept);
            Watched.assertVerified(status);
            tell(
                    "{0} memories: killed after {1}, then {2} in ms, closed for {3} ms of it",
                    MEMORIES,
                    compared,
                    watched.millis(),
                    status.report().orElseThrow().closedMillis());
            return status;
        }
    }

    private static MigrationStatus ended(MigrationService service, Scope workspace) {
        return new Watched(service, workspace).untilItEnds();
    }

    /** Say the figures of this run. */
    static void tell(String text, Object... values) {
        System.getLogger(StorageMigrationIT.class.getName()).log(System.Logger.Level.INFO, text, values);
    }
}
