/**
 * The contract of plugins as tests: a plugin author extends a class, says how the plugin is opened, and is proven.
 *
 * <p>Here is what all plugin kinds share; {@code storage}, {@code embedding}, {@code notifier} and {@code extractor} hold
 * the contracts. Every test is marked with the {@linkplain org.mneme.tck.Rule rule} it proves, and every rule of storages
 * has its sentence in {@code docs/storage-contract.md}.
 */
package org.mneme.tck;
