/** Embedding: vectors of texts, with those of recent queries at hand. */
package org.mneme.core.embedding;
