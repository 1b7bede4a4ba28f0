/**
 * The storage on a relational database, by JPA: H2 in a file of its own by default, PostgreSQL for several servers.
 *
 * <p>{@code JpaStorageProvider} is the only public class. Rows become entities, entities become domain records in {@code
 * …Entity}; SQL that JPA cannot say, and SQL that differs between databases, is in {@code …Dialect} and {@code …Rows};
 * exceptions become {@link org.mneme.api.MemoryException} in {@code JpaErrors}. Everything runs in {@code
 * JpaTransactions}, which acknowledges a write only when it is on disk.
 */
package org.mneme.storage.jpa;
