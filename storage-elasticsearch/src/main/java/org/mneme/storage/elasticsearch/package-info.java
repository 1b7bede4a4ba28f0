/**
 * Storage on an Elasticsearch cluster. {@code ElasticsearchStorage} shows the parts; every document is read and written
 * through {@code Cluster}. {@code Requests} knows the wire, and {@code BulkWrite} what becomes of a write whose answer was
 * lost. Only core interfaces are used: no scripts, no deletion by query.
 */
package org.mneme.storage.elasticsearch;
