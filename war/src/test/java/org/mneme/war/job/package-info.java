/** Jobs as the clients of three dialects see them: through all their states, in great number, and long after they ended. */
package org.mneme.war.job;
