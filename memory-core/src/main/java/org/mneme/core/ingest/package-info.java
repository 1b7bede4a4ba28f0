/** Ingest: what was said, or many memories at once, becomes stored memories, now or in the background. */
package org.mneme.core.ingest;
