/** Tests of webhooks with receivers of our own. */
package org.mneme.war.webhook;
