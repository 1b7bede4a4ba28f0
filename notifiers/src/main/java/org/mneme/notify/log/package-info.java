/** The {@code log} notifier: writes events to the server's log, for operators who collect that anyway. */
package org.mneme.notify.log;
