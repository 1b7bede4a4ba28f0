/**
 * The outermost room of the server: what every request passes first, whoever sent it and wherever it goes.
 */
package org.mneme.war.edge;
