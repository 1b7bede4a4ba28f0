/** A real Elasticsearch node for tests, in a process of its own on 127.0.0.1. Nothing of it is part of the product. */
package org.mneme.test.elasticsearch;
