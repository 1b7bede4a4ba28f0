package org.mneme.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.core.migration.MigrationReport.Mismatch;
import org.mneme.core.migration.MigrationReport.PartReport;
import org.mneme.spi.storage.TransferItem.Part;

class CheckpointTest {

    @Test
    void aCheckpointIsReadAsItWasKept() {
        Checkpoint checkpoint = Checkpoint.start().nextRound().at(Part.MEMORY).reached("mem_1", 250, 3);

        assertThat(Checkpoint.ofJson(checkpoint.toJson())).isEqualTo(checkpoint);
        assertThat(checkpoint.isBehind(Part.KEY)).isTrue();
        assertThat(checkpoint.isBehind(Part.MEMORY)).isFalse();
        assertThat(Checkpoint.ofJson(Map.of())).isEqualTo(Checkpoint.start());
    }

    @Test
    void aReportIsReadAsItWasKept() {
        MigrationReport report = new MigrationReport(
                false,
                2,
                1_234,
                List.of(new PartReport("memory", 3, 2, "a", "b")),
                List.of(new Mismatch("memory", "mem_1", "different", List.of("memory.content"))),
                1);

        assertThat(MigrationReport.ofJson(report.toJson())).isEqualTo(report);
    }

    @Test
    void theOrderInWhichThingsAreTalliedDoesNotMatter() {
        Tally one = new Tally();
        Tally other = new Tally();
        byte[] first = {1, 2};
        byte[] second = {3, (byte) 200};
        one.add(first);
        one.add(second);
        other.add(second);
        other.add(first);

        assertThat(one.checksum()).isEqualTo(other.checksum()).hasSize(64);
        other.add(first);
        assertThat(one.checksum()).isNotEqualTo(other.checksum());
    }
}
