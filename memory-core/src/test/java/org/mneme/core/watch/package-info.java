/** Tests. */
package org.mneme.core.watch;
