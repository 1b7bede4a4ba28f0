/** The proof of the storage contract itself: a reference storage passes it, and each fault fails the rule it breaks. */
package org.mneme.tck.storage;
