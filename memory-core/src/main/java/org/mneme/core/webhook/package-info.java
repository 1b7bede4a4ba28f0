/** Webhooks: registering, changing and testing them, and sending one event by the channel each has chosen. */
package org.mneme.core.webhook;
