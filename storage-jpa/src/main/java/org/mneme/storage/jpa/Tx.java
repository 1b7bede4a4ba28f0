package org.mneme.storage.jpa;

import jakarta.persistence.EntityManager;
import java.sql.Connection;

/**
 * Hold one running transaction, seen both ways.
 *
 * <p>Both work on the same connection. The entity manager writes when it is flushed: flush it before reading by SQL what
 * was written through it.
 *
 * @param em for entities and JPQL
 * @param jdbc for SQL; never committed, rolled back or closed by who uses it
 */
record Tx(EntityManager em, Connection jdbc) {}
