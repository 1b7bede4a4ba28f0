/** Configuration: reading declared options, and reporting everything that is wrong with them at once. */
package org.mneme.core.config;
