package org.mneme.war.retaindb;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.core.job.JobEngine;

/** Read jobs, telling one that does not exist from one that is not the caller's. */
@Dependent
public class JobReader {

    @Inject
    private Exchange exchange;

    Answers.JobAnswer read(String id) {
        Scope workspace = exchange.reader();
        JobEngine jobs = exchange.engine().jobs();
        try {
            return new Answers.JobAnswer(true, MemoryMapper.job(jobs.get(workspace, id)), exchange.traceId());
        } catch (MemoryException e) {
            if (e.kind() == MemoryException.Kind.NOT_FOUND && jobs.belongsToAnother(workspace, id)) {
                throw MemoryException.forbidden("This job belongs to another organization.");
            }
            throw e;
        }
    }
}
