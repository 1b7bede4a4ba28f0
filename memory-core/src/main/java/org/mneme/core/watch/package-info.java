/** Watching: which webhooks a memory about to be stored concerns. */
package org.mneme.core.watch;
