/**
 * Benchmarks: the server beside the parts it is made of, measured in one run, as ratios and percentiles.
 *
 * <p>{@code mvn -Pbench} runs {@link org.mneme.bench.Bench}; {@code docs/benchmarks.md} says what the figures mean.
 */
package org.mneme.bench;
