package org.mneme.war.retainr;

/** The webhook examples of the retainr document, as the description of the API shows them and the tests send them. */
public final class WebhookExamples {

    /** Watch for churn, as the document does. */
    public static final String WATCH = """
            {
              "name": "Churn alert",
              "url": "https://hook.make.com/abc123",
              "event_type": "memory.watch",
              "watch_query": "cancel subscription unsubscribe want to leave",
              "watch_threshold": 0.8,
              "namespace_filter": "customer:acme"
            }""";

    static final String EVERY_MEMORY = """
            {
              "name": "CRM sync",
              "url": "https://hook.make.com/abc123",
              "event_type": "memory.created"
            }""";

    static final String REGISTERED = """
            {
              "id": "wh_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "workspace_id": "ws_default",
              "name": "Churn alert",
              "url": "https://hook.make.com/abc123",
              "event_type": "memory.watch",
              "namespace_filter": "customer:acme",
              "watch_query": "cancel subscription unsubscribe want to leave",
              "watch_threshold": 0.8,
              "enabled": true,
              "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
              "created_at": "2026-03-14T12:00:00.000Z"
            }""";

    static final String LIST = """
            [
              {
                "id": "wh_01KKB3TSZG4P7S9WQ2V5H8D0XN",
                "name": "Churn alert",
                "url": "https://hook.make.com/abc123",
                "event_type": "memory.watch",
                "namespace_filter": "customer:acme",
                "watch_query": "cancel subscription unsubscribe want to leave",
                "watch_threshold": 0.8,
                "enabled": true,
                "consecutive_failures": 0,
                "created_at": "2026-03-14T12:00:00.000Z",
                "updated_at": "2026-03-14T12:00:00.000Z"
              }
            ]""";

    static final String ENABLE = "{\"enabled\": true}";

    static final String DELIVERED = "{\"delivered\": true, \"http_status\": 200}";

    static final String NOT_DELIVERED = "{\"delivered\": false, \"error\": \"the connection was not accepted\"}";

    static final String ROTATE = "{\"overlap_seconds\": 3600}";

    static final String ROTATED = """
            {
              "id": "wh_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
              "previous_valid_until": "2026-03-14T13:00:00.000Z"
            }""";

    private WebhookExamples() {}
}
