/**
 * The embedded indexes of a storage that has none of its own: a flat vector index and a Lucene text index.
 *
 * <p>Both are {@linkplain org.mneme.index.DerivedIndex derived}: they hold nothing the database does not, are thrown away
 * when damaged or when they belong to another database or model, and are caught up by the workspace clock. This package
 * knows neither the domain nor a database: a memory is an id in a workspace with terms and three instants.
 */
package org.mneme.index;
