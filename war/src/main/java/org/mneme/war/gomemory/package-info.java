/** The dialect of the GoMemory API: its resources, its wire records, its status words and its error envelope. */
package org.mneme.war.gomemory;
