package org.mneme.war.call;

import jakarta.enterprise.context.RequestScoped;
import org.mneme.api.MemoryException;
import org.mneme.core.workspace.Caller;
import org.mneme.core.workspace.Permission;

/** Know who makes the request under way. Filled before any resource is asked; one for each request. */
@RequestScoped
public class Call {

    private Caller caller;

    /** Note who calls. */
    public void identify(Caller newCaller) {
        caller = newCaller;
    }

    /**
     * Return who calls, whatever the key may do.
     *
     * @throws MemoryException of kind {@code DEFECT} if the request was let in without a key
     */
    public Caller caller() {
        if (caller == null) {
            throw MemoryException.defect("a resource asks who calls, but the request was let in without a key", null);
        }
        return caller;
    }

    /**
     * Return who calls, for a request that finds or reads memories.
     *
     * @throws MemoryException of kind {@code FORBIDDEN} if the key may not
     */
    public Caller reader() {
        return caller().require(Permission.READ);
    }

    /**
     * Return who calls, for a request that stores, changes or deletes.
     *
     * @throws MemoryException of kind {@code FORBIDDEN} if the key may not
     */
    public Caller writer() {
        return caller().require(Permission.WRITE);
    }

    /**
     * Return who calls, for a request that issues or revokes keys.
     *
     * @throws MemoryException of kind {@code FORBIDDEN} if the key may not
     */
    public Caller keyKeeper() {
        return caller().require(Permission.KEYS);
    }
}
