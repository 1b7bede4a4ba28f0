/** The agent memory bus: events, handoffs, and what an agent should know before it goes on with a task. */
package org.mneme.core.agent;
