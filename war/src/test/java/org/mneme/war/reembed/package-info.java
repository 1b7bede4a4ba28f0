/** The change from one embedding model to another, on the packaged server. */
package org.mneme.war.reembed;
