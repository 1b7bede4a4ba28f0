/** Tests. */
package org.mneme.notify.log;
