/** Tests. */
package org.mneme.core.delivery;
