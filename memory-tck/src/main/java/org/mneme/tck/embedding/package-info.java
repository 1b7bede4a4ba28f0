/** The contract of embedding plugins: extend {@link org.mneme.tck.embedding.EmbeddingContract}. */
package org.mneme.tck.embedding;
