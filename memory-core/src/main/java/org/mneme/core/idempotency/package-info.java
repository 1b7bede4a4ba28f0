/** Idempotency: the same request twice happens once, and is answered alike. */
package org.mneme.core.idempotency;
