/** Tests. */
package org.mneme.core.webhook;
