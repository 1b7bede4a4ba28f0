package org.mneme.war.admin;

/** What the description of the administration shows. */
final class Examples {

    static final String NEW_WORKSPACE = "{\"name\": \"Acme\", \"plan\": \"pro\"}";
    static final String CHANGE_WORKSPACE = "{\"plan\": \"pro\"}";

    static final String WORKSPACE = """
            {
              "workspace_id": "ws_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "name": "Acme",
              "plan": "pro",
              "created_at": "2026-03-10T09:00:00.000Z"
            }""";

    static final String WORKSPACES = "{\"workspaces\": [" + WORKSPACE + "]}";

    static final String WORKSPACE_DETAIL = """
            {
              "workspace_id": "ws_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "name": "Acme",
              "plan": "pro",
              "created_at": "2026-03-10T09:00:00.000Z",
              "memory_count": 47,
              "key_count": 1,
              "usage": {"period": "2026-03", "memory_ops": 1204, "limit": 100000}
            }""";

    static final String NEW_KEY = """
            {
              "name": "n8n",
              "dialect": "retainr",
              "expires_at": "2027-01-01T00:00:00Z",
              "scopes": ["read", "write"]
            }""";

    static final String KEY_ISSUED = """
            {
              "key_id": "key_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "name": "n8n",
              "dialect": "retainr",
              "api_key": "rec_live_7Kd2mQ4nR8xWvT6yBz3Hj5Lp9Fc1Gs2a",
              "created_at": "2026-03-10T09:00:00.000Z"
            }""";

    static final String KEYS = """
            {
              "keys": [
                {
                  "key_id": "key_01KKB3TSZG4P7S9WQ2V5H8D0XN",
                  "name": "n8n",
                  "dialect": "retainr",
                  "prefix": "rec_live_7Kd2",
                  "scopes": ["read", "write"],
                  "created_at": "2026-03-10T09:00:00.000Z",
                  "expires_at": "2027-01-01T00:00:00.000Z",
                  "last_used_at": null
                }
              ]
            }""";

    static final String PLANS = """
            {
              "plans": [
                {"name": "free", "requests_per_minute": 30, "memory_ops_per_month": 1000, "content_limit": 4096},
                {"name": "self-hosted", "requests_per_minute": null, "memory_ops_per_month": null, "content_limit": 32768}
              ]
            }""";

    private static final String PLUGIN = """
                {
                  "id": "jpa",
                  "kind": "storage",
                  "version": "0.1.0",
                  "jar": "storage-jpa-0.1.0.jar",
                  "state": "active",
                  "message": null,
                  "options": [
                    {
                      "key": "mneme.storage.jpa.password",
                      "value": "****",
                      "source": "environment",
                      "description": "the database user's password"
                    }
                  ],
                  "health": {"state": "UP", "message": "", "details": {}}
                }""";

    static final String PLUGINS = "{\"plugins\": [" + PLUGIN + "]}";

    static final String RELOAD = """
            {
              "changes": [
                {"jar": "audit-1.1.jar", "outcome": "replaced", "message": null},
                {"jar": "mail.jar", "outcome": "broken", "message": "mail.jar has no META-INF/mneme-plugin.properties"}
              ],
              "plugins": [
            """ + PLUGIN + "]}";

    static final String REEMBEDDING = """
            {
              "state": "filling",
              "active": {"model": "onnx:all-minilm-l6-v2-q", "dimension": 384},
              "configured": {"model": "onnx:all-minilm-l6-v2-q", "dimension": 384},
              "next": {"model": "onnx:bge-small-en-v1.5-q", "dimension": 384},
              "filling": {"model": "onnx:bge-small-en-v1.5-q", "dimension": 384},
              "filled": 15000,
              "total": 20000,
              "progress": 0.75,
              "refused": 0,
              "memories_per_second": 49.6,
              "trouble": null
            }""";

    static final String NEW_MIGRATION = """
            {"workspaces": ["ws_01KAJ3V0C8Q4M2R7T9X5ZB6N1D"]}""";

    static final String MIGRATION = """
            {
              "workspace_id": "ws_01KAJ3V0C8Q4M2R7T9X5ZB6N1D",
              "action": "move",
              "state": "complete",
              "round": 1,
              "part": null,
              "compared": 0,
              "progress": 1.0,
              "read_only": true,
              "trouble": null,
              "report": {
                "verified": true,
                "read_only_millis": 10840,
                "parts": [
                  {
                    "part": "memory",
                    "source_count": 500,
                    "target_count": 500,
                    "source_checksum": "5f1d7a84c0e6f2b93a5c8e1d4b7f60a2c3d9e8f7061524334251607f8e9dacbb",
                    "target_checksum": "5f1d7a84c0e6f2b93a5c8e1d4b7f60a2c3d9e8f7061524334251607f8e9dacbb"
                  }
                ],
                "mismatch_count": 0,
                "mismatches": []
              },
              "started_at": "2026-11-21T09:00:00Z",
              "updated_at": "2026-11-21T09:00:14Z"
            }""";

    static final String MIGRATIONS = """
            {
              "target": "elasticsearch",
              "migrations": [
                {
                  "workspace_id": "ws_01KAJ3V0C8Q4M2R7T9X5ZB6N1D",
                  "action": "move",
                  "state": "copying",
                  "round": 1,
                  "part": "memory",
                  "compared": 52750,
                  "progress": 0.42,
                  "read_only": false,
                  "trouble": null,
                  "report": null,
                  "started_at": "2026-11-21T09:00:00Z",
                  "updated_at": "2026-11-21T09:00:00Z"
                }
              ]
            }""";

    private Examples() {}
}
