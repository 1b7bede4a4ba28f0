package org.mneme.core.job;

import java.time.Duration;
import java.util.List;
import org.mneme.core.config.Binder;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Option;

/**
 * Hold how jobs are run, below {@code mneme.jobs.}.
 *
 * @param workers how many jobs this server does at once
 * @param maxAttempts how often a job is begun before it fails for good
 * @param backoff how long until the second attempt; doubled for each further one, at most 60 times as long
 * @param lease how long a worker that is not heard of keeps its job
 * @param poll how often this server looks for jobs that it was not told of
 * @param keep how long a job can be read after it has ended
 */
public record JobOptions(int workers, int maxAttempts, Duration backoff, Duration lease, Duration poll, Duration keep) {

    private static final List<Option> OPTIONS = List.of(
            Option.of("workers", Option.Type.INTEGER, "how many jobs this server does at once")
                    .withDefault("2"),
            Option.of("max-attempts", Option.Type.INTEGER, "how often a job is begun before it fails for good")
                    .withDefault("5"),
            Option.of(
                            "backoff",
                            Option.Type.DURATION,
                            "how long until the second attempt; doubled for each further one")
                    .withDefault("1s"),
            Option.of("lease", Option.Type.DURATION, "how long a worker that is not heard of keeps its job, 3s … 25s")
                    .withDefault("20s"),
            Option.of("poll", Option.Type.DURATION, "how often this server looks for jobs of other servers")
                    .withDefault("1s"),
            Option.of("keep", Option.Type.DURATION, "how long a job can be read after it has ended")
                    .withDefault("24h"));

    /** Return the built-in figures. */
    public static JobOptions defaults() {
        return new JobOptions(
                2, 5, Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofHours(24));
    }

    /** Bind the options, noting what is wrong; what cannot be read gets its default. */
    public static JobOptions bind(Binder binder) {
        BoundOptions options = binder.bind("mneme.jobs.", OPTIONS);
        JobOptions bound;
        try {
            bound = new JobOptions(
                    options.getInt("workers"),
                    options.getInt("max-attempts"),
                    options.getDuration("backoff"),
                    options.getDuration("lease"),
                    options.getDuration("poll"),
                    options.getDuration("keep"));
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            return defaults(); // noted by the binder, which stops the start
        }
        if (bound.workers < 1 || bound.workers > 256) {
            binder.report("mneme.jobs.workers", "is out of range", "give 1 … 256");
        }
        if (bound.maxAttempts < 1) {
            binder.report("mneme.jobs.max-attempts", "is out of range", "give at least 1");
        }
        if (bound.lease.compareTo(Duration.ofSeconds(3)) < 0 || bound.lease.compareTo(Duration.ofSeconds(25)) > 0) {
            binder.report(
                    "mneme.jobs.lease",
                    "is out of range",
                    "give 3s … 25s, so that a dead worker is replaced within 30 s");
        }
        return bound;
    }

    /** Return how long to wait after an attempt, counted from 1. */
    Duration backoffAfter(int attempt) {
        return backoff.multipliedBy(Math.min(60, 1L << Math.min(attempt - 1, 6)));
    }
}
