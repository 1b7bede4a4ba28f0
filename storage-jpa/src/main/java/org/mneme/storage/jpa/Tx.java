package org.mneme.storage.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;

/**
 * Hold one running transaction, seen both ways.
 *
 * <p>Both work on the same connection. The entity manager writes when it is flushed: flush it before reading by SQL what
 * was written through it. It is made when it is first asked for, because much of what runs often needs none.
 */
final class Tx implements AutoCloseable {

    private final EntityManagerFactory entities;
    private final Connection jdbc;
    private EntityManager em;

    Tx(EntityManagerFactory entities, Connection jdbc) {
        this.entities = entities;
        this.jdbc = jdbc;
    }

    /** Return the connection, for SQL; never committed, rolled back or closed by who uses it. */
    Connection jdbc() {
        return jdbc;
    }

    /** Return the entity manager, for entities and JPQL. */
    EntityManager em() {
        if (em == null) {
            em = entities.createEntityManager();
            em.getTransaction().begin();
        }
        return em;
    }

    /** Write what is left to be written through the entity manager. */
    void finish() {
        if (em != null) {
            em.getTransaction().commit();
        }
    }

    @Override
    public void close() {
        if (em == null) {
            return;
        }
        try {
            if (em.getTransaction().isActive()) {
                em.getTransaction().rollback();
            }
        } finally {
            em.close();
        }
    }
}
