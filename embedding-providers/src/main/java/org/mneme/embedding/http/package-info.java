/**
 * Embedding models behind HTTP: OpenAI and what speaks like it, Ollama, Cohere, Voyage.
 *
 * <p>A {@link org.mneme.embedding.http.EmbeddingProtocol} knows how one service writes its requests and answers, and
 * nothing else. Windows, batches, limits, retries and the checks of what comes back are written once, for all of them.
 */
package org.mneme.embedding.http;
