package org.mneme.war.dialect;

import org.junit.jupiter.api.Test;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** What an operator can change about who is let in, and as what. */
class ConfiguredDialectsIT {

    /** Keys that were brought along from another service: their first characters say nothing. */
    private static final String OLD_XTRACE = "an-xtrace-key-of-old";

    private static final String OLD_RETAINDB = "a-retaindb-key-of-old";

    @Test
    void anImportedKeyHasTheDialectItIsStoredWithAndGoMemoryMayDemandOne() {
        try (PackagedServer server = PackagedServer.builder()
                .environment("MNEME_BOOTSTRAP_XTRACE_KEY", OLD_XTRACE)
                .environment("MNEME_BOOTSTRAP_RETAINDB_KEY", OLD_RETAINDB)
                .environment("MNEME_GOMEMORY_ACCESS", "key")
                .start()) {
            WireClient http = server.http();
            for (String path : new String[] {"/v1/memories", "/v1/memories/"}) {
                http.get(path + "?user_id=u")
                        .key(OLD_XTRACE)
                        .header("X-Org-Id", TestKeys.WORKSPACE)
                        .expect(200)
                        .has("/object", "list");
            }
            http.get("/v1/memories")
                    .header("x-api-key", OLD_RETAINDB)
                    .expect(200)
                    .at("/trace_id");
            http.get("/v1/memories")
                    .key(OLD_RETAINDB)
                    .header("X-Org-Id", TestKeys.WORKSPACE)
                    .expect(200)
                    .at("/trace_id");
            http.get("/v1/workspace").key(OLD_XTRACE).expect(200).has("/workspace_id", TestKeys.WORKSPACE);

            http.get("/get_all/u").expect(401).at("/Error");
            http.get("/get_all/u").key("unknown-unknown-unknown").expect(401).at("/Error");
            http.get("/get_all/u").key(OLD_XTRACE).expect(200);
        }
    }

    @Test
    void goMemoryMayBeOpenToAllAndXtracesOrganisationMayBeLeftOut() {
        try (PackagedServer server = PackagedServer.builder()
                .environment("MNEME_GOMEMORY_ACCESS", "open")
                .environment("MNEME_XTRACE_ORG_ID", "optional")
                .start()) {
            WireClient http = server.http();
            http.get("/get_all/u").header("X-Forwarded-For", "203.0.113.9").expect(200);
            http.get("/get_all/u").key("unknown-unknown-unknown").expect(401);

            http.get("/v1/memories").key(TestKeys.XTRACE).expect(200).has("/object", "list");
            http.get("/v1/memories")
                    .key(TestKeys.XTRACE)
                    .header("X-Org-Id", "ws_other")
                    .expect(403)
                    .has("/error/code", "org_mismatch");
        }
    }
}
