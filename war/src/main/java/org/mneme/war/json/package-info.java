/**
 * How the server reads and writes JSON: one mapper, one strict reader of request bodies, one writer of answers.
 *
 * <p>Nothing here knows a dialect.
 */
package org.mneme.war.json;
