/** The embedding plugin: turns texts into vectors. */
package org.mneme.spi.embedding;
