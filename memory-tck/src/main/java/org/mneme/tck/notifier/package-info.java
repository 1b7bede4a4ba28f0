/** The contract of notifier plugins: extend {@link org.mneme.tck.notifier.NotifierContract}. */
package org.mneme.tck.notifier;
