/** The dialect of the retainr memory API: its resources, its wire records, its status words and its error envelope. */
package org.mneme.war.retainr;
