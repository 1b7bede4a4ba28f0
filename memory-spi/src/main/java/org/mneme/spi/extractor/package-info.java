/** The extractor plugin: turns what was said into memories. */
package org.mneme.spi.extractor;
