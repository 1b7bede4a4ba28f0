/** Checks of plugins: real jars, made by the tests, with everything that can be wrong with them. */
package org.mneme.core.plugin;
