/**
 * The health of the server, at {@code /health}, {@code /health/live} and {@code /health/ready}.
 *
 * <p>Any bean that implements MicroProfile's {@link org.eclipse.microprofile.health.HealthCheck} takes part. The addresses
 * are our own, because three services' clients expect {@code GET /health} to answer what theirs does, which a server's own
 * MicroProfile Health at the same address would not.
 */
package org.mneme.war.health;
