/** What is left of acknowledged writes when the server is killed. */
package org.mneme.war.durability;
