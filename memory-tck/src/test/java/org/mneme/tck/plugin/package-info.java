/** The proof of the contracts of the smaller plugins: a right plugin passes, and each fault fails the rule it breaks. */
package org.mneme.tck.plugin;
