/** Remembering, reading and forgetting. */
package org.mneme.core.memory;
