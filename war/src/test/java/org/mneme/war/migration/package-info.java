/** Workspaces that move between storages, on a real node of Elasticsearch. */
package org.mneme.war.migration;
