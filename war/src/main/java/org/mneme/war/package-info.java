/** The server: what turns HTTP into calls of the services, and their answers into what each dialect's clients read. */
package org.mneme.war;
