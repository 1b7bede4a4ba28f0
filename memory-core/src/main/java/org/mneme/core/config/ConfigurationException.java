package org.mneme.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** Report everything that is wrong with the configuration; the server does not start. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ConfigurationException(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", "The configuration has " + problems.size() + " problem(s):", "")));
        this.problems = List.copyOf(problems);
    }

    /** Return the problems, in the order found. */
    public List<Problem> problems() {
        return problems;
    }
}
