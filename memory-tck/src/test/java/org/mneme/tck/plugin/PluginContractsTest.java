package org.mneme.tck.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mneme.tck.ContractRun;

/** The contracts of embeddings, notifiers and extractors notice every fault, and say on their page what they prove. */
class PluginContractsTest {

    private static final Path PAGE = Path.of("../docs/plugin-contracts.md");

    @AfterEach
    void repair() {
        set(Set.of());
    }

    private static void set(Set<PluginFault> faults) {
        WordsEmbeddingTest.faults = faults;
        ListNotifierTest.faults = faults;
        SentenceExtractorTest.faults = faults;
    }

    private static Class<?> testOf(PluginFault fault) {
        return switch (fault.rule().charAt(0)) {
            case 'N' -> ListNotifierTest.class;
            case 'X' -> SentenceExtractorTest.class;
            default -> WordsEmbeddingTest.class;
        };
    }

    @ParameterizedTest
    @EnumSource
    void aFaultFailsTheRuleItBreaks(PluginFault fault) {
        set(Set.of(fault));
        assertThat(ContractRun.isNoticed(testOf(fault), fault.rule())).isTrue();
    }

    @Test
    void everyRuleHasAFaultItNotices() {
        Set<String> noticed = Arrays.stream(PluginFault.values())
                .map(PluginFault::rule)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(noticed).isEqualTo(rules());
    }

    @Test
    void thePageAndTheTestsNameTheSameRules() throws IOException {
        assertThat(ContractRun.rulesOn(PAGE)).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(ContractRun.rulesOn(PAGE))).isEqualTo(rules());
    }

    private static Set<String> rules() {
        return Stream.of(WordsEmbeddingTest.class, ListNotifierTest.class, SentenceExtractorTest.class)
                .flatMap(test -> ContractRun.tests(test).keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
