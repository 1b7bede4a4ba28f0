/**
 * Deciding where this server may connect to on a tenant's behalf: which spellings of an address are accepted, and which
 * Internet addresses. Knows no HTTP client.
 */
package org.mneme.notify.guard;
