package org.mneme.tck;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGenerator;

/** Name a test by its rule and its sentence: {@code R1a no read finds another workspace}. */
public final class RuleNames extends DisplayNameGenerator.Standard {

    @Override
    public String generateDisplayNameForMethod(List<Class<?>> enclosing, Class<?> testClass, Method method) {
        String sentence =
                method.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        Rule rule = method.getAnnotation(Rule.class);
        return rule == null ? sentence : rule.value() + " " + sentence;
    }
}
