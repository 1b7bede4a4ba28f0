/**
 * Who is calling: the one place that knows more than one dialect.
 *
 * <p>Every dialect has its resources under its own prefix ({@code /retainr}, {@code /xtrace} …). A request to an address
 * without prefix is given the prefix of the dialect it is in, before it is matched, so that the matching never has to
 * choose between two dialects.
 */
package org.mneme.war.dialect;
