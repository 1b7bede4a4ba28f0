/** What is known about the call under way once it was let in: who calls, and where the caller stands with its limits. */
package org.mneme.war.call;
