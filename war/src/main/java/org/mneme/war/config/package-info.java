/** How MicroProfile Config becomes settings: the server's own, and those the core binds to options of plugins. */
package org.mneme.war.config;
