/** The dialect of our own administration interface: its resources, its wire records, its status words and its error envelope. */
package org.mneme.war.admin;
