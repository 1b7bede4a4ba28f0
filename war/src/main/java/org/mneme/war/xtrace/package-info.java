/** The dialect of the XTrace ingest API: its resources, its wire records, its status words and its error envelope. */
package org.mneme.war.xtrace;
