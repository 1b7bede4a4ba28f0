package org.mneme.war.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.core.job.JobOptions;
import org.mneme.core.migration.MigrationOptions;
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

    private static final int MEMORIES = Integer.getInteger("mneme.it.migration.memories", 1_500);

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
    private final String prefix = "it-migration-" + UUID.randomUUID();

    @TempDir
    private Path directory;

    private Storage jpa;
    private Storage elasticsearch;

    @BeforeEach
    void open() {
        jpa = Storages.jpa(directory.resolve("jpa"));
        elasticsearch = Storages.elasticsearch(prefix, directory.resolve("elasticsearch"));
    }

    @AfterEach
    void close() {
        jpa.close();
        elasticsearch.close();
        workers.shutdown();
        scheduler.shutdown();
    }

    @Test
    void aWorkspaceMovesThereAndBackAndItsExportIsIdentical() throws IOException {
        Scope workspace = Filled.workspace(jpa, MEMORIES);
        Path before = Exported.to(directory.resolve("before"), jpa, workspace);
        assertThat(Files.lines(before)).hasSize(MEMORIES);

        MigrationStatus there = move(jpa, elasticsearch, workspace);
        Path moved = Exported.to(directory.resolve("moved"), elasticsearch, workspace);
        assertThat(Files.mismatch(before, moved)).isEqualTo(-1);
        assertThat(jpa.workspaces().get(workspace).orElseThrow().readOnly()).isTrue();
        assertThat(elasticsearch.workspaces().get(workspace).orElseThrow().readOnly())
                .isFalse();

        Storage other = Storages.jpa(directory.resolve("another"));
        try {
            MigrationStatus back = move(elasticsearch, other, workspace);
            Path returned = Exported.to(directory.resolve("returned"), other, workspace);
            assertThat(Files.mismatch(before, returned)).isEqualTo(-1);
            assertThat(back.report().orElseThrow().parts())
                    .extracting(MigrationReport.PartReport::sourceChecksum)
                    .isEqualTo(there.report().orElseThrow().parts().stream()
                            .map(MigrationReport.PartReport::sourceChecksum)
                            .toList());
            assertThat(other.transfer().administrators())
                    .isEqualTo(jpa.transfer().administrators());
        } finally {
            other.close();
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

        try (MigrationService service = service(jpa, elasticsearch, new ReadOnlyGate())) {
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
        try (MigrationService service = service(jpa, elasticsearch, gate)) {
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

    private MigrationService service(Storage from, Storage to, ReadOnlyGate gate) {
        return new MigrationService(
                from,
                () -> to,
                new MigrationOptions(Optional.of("other"), 0, Duration.ofMillis(200)),
                gate,
                new MigrationService.Environment(JobOptions.defaults(), workers, scheduler, Clock.systemUTC()));
    }

    private MigrationStatus move(Storage from, Storage to, Scope workspace) {
        try (MigrationService service = service(from, to, new ReadOnlyGate())) {
            service.start(workspace.workspace(), false);
            MigrationStatus status = ended(service, workspace);
            assertThat(status.state()).as(status.toString()).isEqualTo(State.COMPLETE);
            MigrationReport report = status.report().orElseThrow();
            assertThat(report.parts())
                    .allSatisfy(part -> assertThat(part.sourceChecksum()).isEqualTo(part.targetChecksum()))
                    .allSatisfy(part -> assertThat(part.sourceCount())
                            .as(part.part())
                            .isPositive()
                            .isEqualTo(part.targetCount()));
            System.getLogger(StorageMigrationIT.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "{0} memories moved in {1}, closed for {2} ms of it",
                            MEMORIES,
                            Duration.between(status.startedAt(), status.updatedAt()),
                            report.closedMillis());
            return status;
        }
    }

    private static MigrationStatus ended(MigrationService service, Scope workspace) {
        await().atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> List.of(State.COMPLETE, State.DIFFERENT, State.FAILED)
                        .contains(service.get(workspace).state()));
        return service.get(workspace);
    }
}
