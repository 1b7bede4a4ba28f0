package org.mneme.war.retainr;

/** The examples of the retainr document, as the description of the API shows them and the tests send them. */
public final class Examples {

    /** Store a memory, of the document's quick start. */
    public static final String STORE = """
            {
              "content": "Customer prefers email over phone calls and is on a budget",
              "namespace": "customer:alice",
              "tags": ["preference", "contact-method"]
            }""";

    /** Store a memory that expires and updates a similar one. */
    public static final String STORE_ALL = """
            {
              "content": "Customer opened a refund ticket for order #8821. Issue: wrong size delivered.",
              "namespace": "customer:acme",
              "tags": ["support", "refund", "order-issue"],
              "ttl_seconds": 2592000,
              "dedup_threshold": 0.92
            }""";

    static final String STORED = """
            {
              "id": "mem_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "workspace_id": "ws_default",
              "namespace": "customer:acme",
              "ttl_at": "2026-04-09T09:00:00.000Z",
              "created_at": "2026-03-10T09:00:00.000Z",
              "deduplicated": false
            }""";

    static final String UPDATED = """
            {
              "id": "mem_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "workspace_id": "ws_default",
              "namespace": "customer:acme",
              "ttl_at": "2026-04-09T09:00:00.000Z",
              "created_at": "2026-03-10T09:00:00.000Z",
              "deduplicated": true
            }""";

    /** Search, of the document's quick start. */
    public static final String SEARCH = """
            {
              "query": "how should I contact this customer?",
              "namespace": "customer:alice",
              "limit": 5
            }""";

    static final String FOUND = """
            {
              "results": [
                {
                  "id": "mem_01KKB3TSZG4P7S9WQ2V5H8D0XN",
                  "content": "Customer prefers email over phone calls and is on a budget",
                  "score": 0.79,
                  "namespace": "customer:alice",
                  "tags": ["preference", "contact-method"],
                  "metadata": {},
                  "created_at": "2026-03-10T09:00:00.000Z"
                }
              ],
              "total": 1
            }""";

    static final String MEMORY = """
            {
              "id": "mem_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "content": "Customer is price-sensitive, prefers email",
              "namespace": "customer:acme",
              "tags": ["preference"],
              "metadata": {},
              "created_at": "2026-03-10T09:00:00.000Z"
            }""";

    static final String PAGE = """
            {
              "memories": [
                {
                  "id": "mem_01KKB3TSZG4P7S9WQ2V5H8D0XN",
                  "content": "Customer is price-sensitive, prefers email",
                  "namespace": "customer:acme",
                  "tags": ["preference"],
                  "metadata": {},
                  "created_at": "2026-03-10T09:00:00.000Z"
                }
              ],
              "total": 47,
              "limit": 20,
              "offset": 0
            }""";

    /** Build a context, as the document does. */
    public static final String CONTEXT = """
            {
              "query": "How should I greet this customer?",
              "namespace": "customer:acme",
              "limit": 5,
              "format": "system_prompt"
            }""";

    static final String CONTEXT_TEXT = """
            {
              "context": "User context (3 memories):\\n- Customer is price-sensitive, prefers email over phone calls (4 days ago)\\n- Opened refund ticket for order #8821 (2 days ago)\\n- Resolved: issued full refund (1 day ago)",
              "memories_used": 3,
              "token_estimate": 48
            }""";

    static final String EXPORT = """
            {"id":"mem_01KKB3TSZG4P7S9WQ2V5H8D0XN","content":"Customer prefers email","namespace":"customer:acme","tags":["preference"],"metadata":{},"created_at":"2026-03-10T09:00:00.000Z"}
            {"id":"mem_01KK4QBH3R0E6T1J5Z8N2C7YWA","content":"Opened refund ticket for order #8821","namespace":"customer:acme","tags":["support"],"metadata":{},"created_at":"2026-03-08T14:22:00.000Z"}
            """;

    /** Delete everything of a namespace, as the document does. */
    public static final String DELETE = """
            {
              "namespace": "customer:acme"
            }""";

    static final String DELETED = "{\"deleted\": 14}";

    static final String WORKSPACE = """
            {
              "workspace_id": "ws_default",
              "name": "default",
              "plan": "pro",
              "memory_count": 47,
              "usage": {"period": "2026-03", "memory_ops": 1204, "limit": 100000},
              "keys": [
                {
                  "key_id": "key_01KKB3TSZG4P7S9WQ2V5H8D0XN",
                  "name": "n8n",
                  "prefix": "rec_live_7Kd2",
                  "created_at": "2026-03-10T09:00:00.000Z",
                  "last_used_at": null
                }
              ]
            }""";

    static final String NEW_KEY = "{\"name\": \"n8n\"}";

    static final String NEW_KEY_ISSUED = """
            {
              "key_id": "key_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "name": "n8n",
              "api_key": "rec_live_7Kd2mQ4nR8xWvT6yBz3Hj5Lp9Fc1Gs2a",
              "created_at": "2026-03-10T09:00:00.000Z"
            }""";

    static final String TOO_LARGE =
            "{\"error\": \"content_too_large\", \"message\": \"content must have at most 4096 characters on the plan free, but has 5000\"}";

    private Examples() {}
}
