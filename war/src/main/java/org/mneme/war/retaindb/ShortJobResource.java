package org.mneme.war.retaindb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Show how far a job is, at the address clients use. */
@Path("/retaindb/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "RetainDB: jobs")
public class ShortJobResource {

    @Inject
    private JobReader jobs;

    @GET
    @Path("{jobId}")
    @Operation(operationId = "retaindbJobShort", summary = "Read the state of a job")
    public Answers.JobAnswer job(@PathParam("jobId") String jobId) {
        return jobs.read(jobId);
    }
}
