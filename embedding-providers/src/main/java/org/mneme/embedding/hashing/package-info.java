/**
 * An embedding without a model, for tests and for platforms where nothing else runs: it knows spellings, not meanings.
 */
package org.mneme.embedding.hashing;
