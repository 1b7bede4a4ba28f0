/**
 * What can go wrong with a request, and how it becomes an answer in the caller's envelope.
 *
 * <p>Nothing here knows a dialect: each has its own {@link org.mneme.war.http.ErrorEnvelope}.
 */
package org.mneme.war.http;
