/** The description of the API at {@code /openapi}: what no resource says of itself. */
package org.mneme.war.openapi;
