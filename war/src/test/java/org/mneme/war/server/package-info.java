/**
 * The real server as tests use it: deployed by Arquillian for tests of the wire, or as a process of its own for tests
 * that kill it.
 */
package org.mneme.war.server;
