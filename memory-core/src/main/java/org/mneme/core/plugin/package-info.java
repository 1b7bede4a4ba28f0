/** Plugins: finding them, choosing between them, opening them, and telling operators about them. */
package org.mneme.core.plugin;
