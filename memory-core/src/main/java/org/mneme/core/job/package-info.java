/** Background jobs: accepted durably, done by one worker at a time, with effects that happen once. */
package org.mneme.core.job;
