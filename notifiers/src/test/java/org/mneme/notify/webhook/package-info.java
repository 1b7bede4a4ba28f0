/** Tests. */
package org.mneme.notify.webhook;
