package org.mneme.war;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.mneme.war.admin.DeliveriesResource;
import org.mneme.war.admin.KeysResource;
import org.mneme.war.admin.MigrationsResource;
import org.mneme.war.admin.ReembedResource;
import org.mneme.war.admin.ServerResource;
import org.mneme.war.admin.WorkspacesResource;
import org.mneme.war.dialect.DialectRouting;
import org.mneme.war.dialect.Gate;
import org.mneme.war.edge.FailureMapper;
import org.mneme.war.gomemory.GoMemoryJobsResource;
import org.mneme.war.gomemory.GoMemoryMemoriesResource;
import org.mneme.war.health.HealthResource;
import org.mneme.war.json.JsonBodyReader;
import org.mneme.war.json.JsonWriter;
import org.mneme.war.retaindb.AgentResource;
import org.mneme.war.retaindb.BulkDeleteResource;
import org.mneme.war.retaindb.BulkResource;
import org.mneme.war.retaindb.BusResource;
import org.mneme.war.retaindb.ContextResource;
import org.mneme.war.retaindb.IngestResource;
import org.mneme.war.retaindb.JobResource;
import org.mneme.war.retaindb.LegacyResource;
import org.mneme.war.retaindb.MemoryResource;
import org.mneme.war.retaindb.ProfileResource;
import org.mneme.war.retaindb.SearchResource;
import org.mneme.war.retaindb.SessionResource;
import org.mneme.war.retaindb.ShortJobResource;
import org.mneme.war.retainr.MemoriesResource;
import org.mneme.war.retainr.WebhooksResource;
import org.mneme.war.retainr.WorkspaceResource;
import org.mneme.war.xtrace.XtraceIngestResource;
import org.mneme.war.xtrace.XtraceMemoriesResource;

/**
 * List every resource and provider of the server.
 *
 * <p>They are listed rather than scanned, because not every application server finds providers by scanning, and because
 * the list is the map of what answers.
 */
@ApplicationPath("/")
public class MnemeApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                // what every dialect shares
                DialectRouting.class,
                Gate.class,
                FailureMapper.class,
                JsonBodyReader.class,
                JsonWriter.class,
                HealthResource.class,
                // retainr
                MemoriesResource.class,
                WorkspaceResource.class,
                WebhooksResource.class,
                // RetainDB
                MemoryResource.class,
                BulkResource.class,
                BulkDeleteResource.class,
                IngestResource.class,
                SearchResource.class,
                ContextResource.class,
                ProfileResource.class,
                SessionResource.class,
                JobResource.class,
                ShortJobResource.class,
                AgentResource.class,
                BusResource.class,
                LegacyResource.class,
                // XTrace
                XtraceIngestResource.class,
                XtraceMemoriesResource.class,
                // GoMemory
                GoMemoryJobsResource.class,
                GoMemoryMemoriesResource.class,
                // administration
                WorkspacesResource.class,
                KeysResource.class,
                DeliveriesResource.class,
                ReembedResource.class,
                MigrationsResource.class,
                ServerResource.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        // Jersey holds back the first 8 KiB of an answer to count it, which a streamed answer must not wait for.
        return Map.of("jersey.config.server.contentLength.buffer", 0);
    }
}
