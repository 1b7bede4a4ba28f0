/** The notifier plugin: tells the outside of an event. */
package org.mneme.spi.notifier;
