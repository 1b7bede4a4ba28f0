/** Tests of what the embedding providers share, and a context to open them with. */
package org.mneme.embedding;
