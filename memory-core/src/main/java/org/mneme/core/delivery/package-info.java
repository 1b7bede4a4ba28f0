/**
 * Delivering events: at least once, each attempt under a lease, the sick never in the way of the healthy.
 *
 * <p>Order is not promised: attempts run side by side, and one that failed comes after those behind it.
 */
package org.mneme.core.delivery;
