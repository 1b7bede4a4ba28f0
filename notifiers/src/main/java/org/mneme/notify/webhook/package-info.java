/**
 * The {@code webhook} notifier: one signed HTTP POST an attempt.
 *
 * <p>What lives here: signing, sending, reading the answer. Where it may be sent is decided in {@link
 * org.mneme.notify.guard}; when and how often is the server's affair.
 */
package org.mneme.notify.webhook;
