/** Tests. */
package org.mneme.notify.guard;
