/**
 * The storage plugin: keeps memories and everything around them.
 *
 * <p>The contract has numbered rules ({@code docs/storage-contract.md}); {@code memory-tck} proves them. The first
 * argument of every call is a {@link org.mneme.api.Scope}; the few that serve the whole server, such as finding the next
 * job or the workspace of a key, say so.
 *
 * <p>All stores are safe for use by many threads. A call that returns has done what it says, durably. A call that throws
 * {@code UNAVAILABLE} has done nothing; one that throws {@code OUTCOME_UNKNOWN} may have.
 */
package org.mneme.spi.storage;
