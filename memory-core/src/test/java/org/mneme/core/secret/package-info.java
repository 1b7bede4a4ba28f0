/** Tests. */
package org.mneme.core.secret;
