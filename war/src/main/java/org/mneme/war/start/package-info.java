/** How the server starts and stops: it opens the engine, says so, and closes it. */
package org.mneme.war.start;
