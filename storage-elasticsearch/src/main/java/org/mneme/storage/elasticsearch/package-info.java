/**
 * Storage on an Elasticsearch cluster. {@code ElasticsearchStorage} shows the parts; every document is read and written
 * through {@code Cluster}, which knows the wire, its errors and their meaning. Only core interfaces are used: no scripts, no
 * deletion by query.
 */
package org.mneme.storage.elasticsearch;
