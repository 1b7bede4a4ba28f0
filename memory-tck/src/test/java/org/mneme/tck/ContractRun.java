package org.mneme.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Run the tests of a rule, and read which rules there are. */
public final class ContractRun {

    private ContractRun() {}

    /** A fault that is a race shows only when two threads meet; on a busy machine they miss each other now and then. */
    private static final int CHANCES = 20;

    /** Tell whether the tests of a rule fail, giving a fault that is a race several chances. */
    public static boolean isNoticed(Class<?> test, String rule) {
        return IntStream.range(0, CHANCES).anyMatch(chance -> failures(test, rule) > 0);
    }

    /** Run a class's tests of a rule and return how many failed. */
    private static long failures(Class<?> test, String rule) {
        MethodSelector[] selectors = tests(test).get(rule).stream()
                .map(method -> selectMethod(test, method))
                .toArray(MethodSelector[]::new);
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectors)
                .execute()
                .testEvents()
                .failed()
                .count();
    }

    /** Return the tests of each rule. */
    public static Map<String, List<Method>> tests(Class<?> test) {
        Stream<Method> inherited = Stream.<Class<?>>iterate(test, type -> type != null, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()));
        return Stream.concat(inherited, Arrays.stream(test.getMethods()))
                .filter(method -> method.isAnnotationPresent(Rule.class))
                .distinct()
                .collect(Collectors.groupingBy(
                        method -> method.getAnnotation(Rule.class).value(), TreeMap::new, Collectors.toList()));
    }

    /** Return the rules a page names, in order. */
    public static List<String> rulesOn(Path page) throws IOException {
        return Pattern.compile("(?m)^- \\*\\*([A-Z]\\d+[a-z])\\*\\* ")
                .matcher(Files.readString(page))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
