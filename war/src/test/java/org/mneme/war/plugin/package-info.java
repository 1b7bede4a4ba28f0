/** Plugins of the plugin directory, in a server as it is shipped. */
package org.mneme.war.plugin;
