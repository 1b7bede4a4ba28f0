/** What the server itself reads of MicroProfile Config; each plugin's options are bound by the core. */
package org.mneme.war.config;
