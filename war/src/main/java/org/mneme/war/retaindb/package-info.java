/** The dialect of the RetainDB memory API and its agent memory bus: its resources, its wire records, its status words and its error envelope. */
package org.mneme.war.retaindb;
