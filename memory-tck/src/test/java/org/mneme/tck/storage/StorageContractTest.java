package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.mneme.tck.Rule;

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
            MethodSelector[] tests = tests().get(rule).stream()
                    .map(method -> selectMethod(BrokenStorageTests.class, method))
                    .toArray(MethodSelector[]::new);
            long failed = EngineTestKit.engine("junit-jupiter")
                    .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                    .selectors(tests)
                    .execute()
                    .testEvents()
                    .failed()
                    .count();
            assertThat(failed).as("failed tests of %s", rule).isPositive();
        }
    }

    @Test
    void everyRuleHasAFaultItNotices() {
        Set<String> noticed = Arrays.stream(Fault.values())
                .flatMap(fault -> fault.rules().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(noticed).isEqualTo(tests().keySet());
    }

    @Test
    void thePageAndTheTestsNameTheSameRules() throws IOException {
        List<String> onPage = Pattern.compile("(?m)^- \\*\\*(R\\d+[a-z])\\*\\* ")
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(onPage).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(onPage)).isEqualTo(tests().keySet());
    }

    private static Map<String, List<Method>> tests() {
        return Arrays.stream(StorageContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Rule.class))
                .collect(Collectors.groupingBy(
                        method -> method.getAnnotation(Rule.class).value(), TreeMap::new, Collectors.toList()));
    }
}
