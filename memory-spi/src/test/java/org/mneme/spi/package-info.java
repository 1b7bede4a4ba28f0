/** Checks of what every plugin has in common. */
package org.mneme.spi;
