package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mneme.tck.ContractRun;

/** The contract notices every fault, by the rule the fault breaks, and says on its page what it proves. */
class StorageContractTest {

    private static final Path PAGE = Path.of("../docs/storage-contract.md");

    @AfterEach
    void repair() {
        BrokenStorageTests.faults = Set.of();
    }

    @ParameterizedTest
    @EnumSource
    void aFaultFailsEachRuleItBreaks(Fault fault) {
        for (String rule : fault.rules()) {
            BrokenStorageTests.faults = Set.of(fault);
            assertThat(ContractRun.isNoticed(BrokenStorageTests.class, rule))
                    .as("a test of %s fails", rule)
                    .isTrue();
        }
    }

    @Test
    void everyRuleHasAFaultItNotices() {
        Set<String> noticed = Arrays.stream(Fault.values())
                .flatMap(fault -> fault.rules().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(noticed).isEqualTo(ContractRun.tests(StorageContract.class).keySet());
    }

    @Test
    void thePageAndTheTestsNameTheSameRules() throws IOException {
        List<String> onPage = ContractRun.rulesOn(PAGE);

        assertThat(onPage).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(onPage))
                .isEqualTo(ContractRun.tests(StorageContract.class).keySet());
    }
}
