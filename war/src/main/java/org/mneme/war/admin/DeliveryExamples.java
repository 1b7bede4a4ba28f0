package org.mneme.war.admin;

/** What the description of the administration shows of deliveries. */
final class DeliveryExamples {

    static final String DELIVERY = """
            {
              "delivery_id": "evt_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "webhook_id": "wh_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "memory_id": "mem_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "event": "memory.created",
              "state": "pending",
              "attempt_count": 1,
              "next_attempt_at": "2026-03-14T12:00:04.210Z",
              "created_at": "2026-03-14T12:00:00.000Z",
              "updated_at": "2026-03-14T12:00:00.050Z",
              "attempts": [
                {"at": "2026-03-14T12:00:00.012Z", "status": 503, "latency_ms": 38, "error": "the receiver answered 503"}
              ]
            }""";

    static final String DELIVERIES = "{\"deliveries\": [" + DELIVERY + "]}";
    static final String RETRY = """
            {
              "webhook_id": "wh_01KKB3TSZG4P7S9WQ2V5H8D0XN",
              "since": "2026-03-14T00:00:00Z"
            }""";
    static final String RETRIED = "{\"retried\": 12}";

    private DeliveryExamples() {}
}
